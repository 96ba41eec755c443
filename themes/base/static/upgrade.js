// Chooses the steps between two lines of versions; without it all steps stand, and the links lead to them.
(() => {
  const form = document.getElementById('Chooser');
  const steps = [...document.querySelectorAll('[data-line]')];
  if (!form || !steps.length) return;
  const { from, to } = form.elements;
  const said = form.querySelector('output');
  const lines = [...from.options].map((it) => it.value);
  const choose = () => {
    const low = lines.indexOf(from.value), high = lines.indexOf(to.value);
    let left = 0;
    for (const step of steps) {
      const at = lines.indexOf(step.dataset.line);
      const aside = step.dataset.aside !== undefined && at !== high; // no part of the way onwards
      step.hidden = at <= low || at > high || aside;
      left += !step.hidden;
    }
    said.textContent = `${left} ${left === 1 ? said.dataset.one : said.dataset.many}`;
  };
  const asked = new URLSearchParams(location.search);
  for (const it of [from, to]) if (lines.includes(asked.get(it.name))) it.value = asked.get(it.name);
  form.addEventListener('change', () => {
    choose();
    history.replaceState(null, '', `?from=${encodeURIComponent(from.value)}&to=${encodeURIComponent(to.value)}`);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  choose();
})();
