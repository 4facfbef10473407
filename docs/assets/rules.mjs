// The list of all rules. An old address (rules/#name) leads on to the page of the rule; a word
// typed into the box leaves only the rules whose line has it. Without this script the list stands
// as it is, and each line links to its rule.

const list = document.querySelector("[data-rules]");

function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const line = name && document.getElementById(name);
  const link = line && list.contains(line) && line.querySelector("a");
  if (link) location.replace(link.href);
}

function show(words) {
  let shown = 0;
  for (const section of list.querySelectorAll("section")) {
    let left = 0;
    for (const line of section.querySelectorAll("li")) {
      const text = line.textContent.toLowerCase();
      line.hidden = !words.every((word) => text.includes(word));
      left += !line.hidden;
    }
    section.hidden = left === 0;
    shown += left;
  }
  list.querySelector("[role=status]").textContent = words.length ? `Found: ${shown}` : "";
}

if (list) {
  follow();
  addEventListener("hashchange", follow);
  const box = list.querySelector("input");
  box.addEventListener("input", () => show(box.value.toLowerCase().split(/\s+/).filter(Boolean)));
  box.closest("[hidden]").hidden = false;
}
