// Words that are not the writer's own yet: suggested by another case, or made by a machine. The mark stands as long as
// the field holds exactly those words, whichever way they came or went.
const borrowed = new Map();

/** Remember where these words come from: "suggested" or "translated". */
export function borrow(text, origin) {
  if (text && origin) borrowed.set(text, origin);
}

/** Where these very words come from, "" when they are the writer's. */
export const originOf = (text) => borrowed.get(text) ?? "";

/** Show or take away the mark beside the field. */
export function mark(place, field) {
  place.dataset.origin = originOf(field.value);
}

/** Take up what the page says of the drafts it was opened with. */
export function recall(place, field) {
  borrow(field.dataset.draftPublic, place.dataset.originPublic);
  borrow(field.dataset.draftPrivate, place.dataset.originPrivate);
  mark(place, field);
}
