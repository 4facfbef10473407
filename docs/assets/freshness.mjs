/* Shows the note of the reader's own year, where the figures of that year are missing. The build
   wrote the notes and their days; this only compares days. */

const now = new Date();
const today = [
  now.getFullYear(),
  String(now.getMonth() + 1).padStart(2, "0"),
  String(now.getDate()).padStart(2, "0"),
].join("-");

for (const note of document.querySelectorAll("[data-freshness]")) {
  const { from, until } = note.dataset;
  note.hidden = today < from || (until !== "" && today >= until);
}
