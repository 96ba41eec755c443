// Shows what is true now: [data-from] is an instant that is included, [data-until] one that is not.
(() => {
  const DAY = 864e5, built = Date.parse(document.lastModified);
  let timer;
  const turn = () => {
    const now = Date.now();
    if (now < built - DAY) return; // this clock is wrong: what the page says without it is better
    let next = now + DAY / 24; // at least each hour, for a clock that is set or a computer that slept
    for (const it of document.querySelectorAll('[data-from], [data-until]')) {
      const from = Date.parse(it.dataset.from), until = Date.parse(it.dataset.until);
      it.hidden = now < from || now >= until;
      for (const at of [from, until]) if (at > now && at < next) next = at;
    }
    clearTimeout(timer);
    timer = setTimeout(turn, next - now);
  };
  turn();
  addEventListener('pageshow', turn);
  document.addEventListener('visibilitychange', turn);
})();
