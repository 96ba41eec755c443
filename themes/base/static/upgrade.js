// Chooses the steps between two lines of versions; without it all steps stand, and the links lead to them.
(() => {
  const form = document.getElementById('Chooser');
  const steps = [...document.querySelectorAll('[data-line]')];
  const ended = [...document.querySelectorAll('[data-ended]')];
  if (!form || !steps.length) return;
  const { from, to } = form.elements;
  const said = form.querySelector('output');
  const lines = [...from.options].map((it) => it.value);
  const choose = () => {
    const low = lines.indexOf(from.value), high = lines.indexOf(to.value);
    const within = (line) => lines.indexOf(line) > low && lines.indexOf(line) <= high;
    let left = 0;
    for (const it of to.options) it.disabled = lines.indexOf(it.value) <= low;
    for (const step of steps) {
      const { line, aside } = step.dataset;
      step.hidden = !within(line) || (aside !== undefined && line !== to.value); // no part of the way onwards
      left += !step.hidden;
    }
    for (const note of ended) { // told where it ends, if that is on the way
      note.hidden = within(note.dataset.ended);
      const list = note.parentElement;
      list.hidden = list.previousElementSibling.hidden = [...list.children].every((it) => it.hidden);
    }
    const { one, many, none } = said.dataset;
    said.textContent = high <= low ? none : `${left} ${left === 1 ? one : many}`;
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
