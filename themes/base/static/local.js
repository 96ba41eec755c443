// Says when an online event is by the reader's own clock, where that is not the event's.
for (const line of document.querySelectorAll('.yours')) {
  const times = [...line.querySelectorAll('time')].map((it) => it.dateTime).filter((it) => it.includes('T'));
  const [first, last] = [times[0], times.at(-1)].map((it) => new Date(it));
  const clock = (at) => at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const day = (at) => `${at.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })}, `;
  const other = (it) => new Date(it).getDate() !== +it.slice(8, 10);
  if (!times.some((it) => other(it) || clock(new Date(it)) !== it.slice(11, 16))) continue;
  const days = last - first >= 432e5 && day(first) !== day(last);
  const end = last > first ? (days ? ` to ${day(last)}` : '–') + clock(last) : '';
  line.append(` (that is ${days || other(times[0]) ? day(first) : ''}${clock(first)}${end} for you)`);
}
