// Says when an online event is by the reader's own clock, where that is not the event's.
for (const line of document.querySelectorAll('.yours')) {
  const times = [...line.querySelectorAll('time')].map((it) => it.dateTime).filter((it) => it.includes('T'));
  const [first, last] = [times[0], times.at(-1)].map((it) => new Date(it));
  const sign = /([+-])(\d\d):(\d\d)$/.exec(times[0]);
  const there = sign ? (sign[1] + 1) * (sign[2] * 60 + +sign[3]) : 0;
  if (isNaN(first) || there === -first.getTimezoneOffset()) continue;
  const clock = (at) => at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const day = first.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
  const other = first.getDate() !== +times[0].slice(8, 10);
  const hours = last > first ? `${clock(first)}–${clock(last)}` : clock(first);
  line.append(` (that is ${other ? `${day}, ` : ''}${hours} for you)`);
}
