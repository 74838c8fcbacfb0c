// Lists with boxes: tick a whole page at once, see how many are ticked, keep the bar in sight while some are.

function boxesOf(bar) {
  return [...document.querySelectorAll(`input[type="checkbox"][form="${bar.id}"]`)];
}

function watch(bar) {
  const boxes = boxesOf(bar);
  const count = bar.querySelector("[data-bulk-count]");
  const page = bar.querySelector("[data-bulk-all]");
  const everything = bar.querySelector('input[name="all"]');
  if (!boxes.length) return;

  const say = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const all = everything && everything.checked;
    count.hidden = !ticked && !all;
    count.textContent = all ? "All chosen" : `${ticked} ticked`;
    bar.classList.toggle("gt-bulk--ticked", ticked > 0 || Boolean(all));
    page.querySelector("input").checked = ticked === boxes.length;
  };
  page.hidden = false;
  page.querySelector("input").addEventListener("change", (event) => {
    boxes.forEach((box) => { box.checked = event.target.checked; });
    say();
  });
  boxes.forEach((box) => box.addEventListener("change", say));
  if (everything) everything.addEventListener("change", say);
  say();
}

export function tickRows() {
  document.querySelectorAll("form[data-bulk]").forEach(watch);
}
