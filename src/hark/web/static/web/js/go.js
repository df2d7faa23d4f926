// g and a letter go to a view of the inbox, from every room.
export const GO = {
  m: "mine", t: "team", u: "unassigned", r: "at-risk", a: "all", p: "proactive", v: "approvals", w: "waiting", s: "snoozed", d: "done",
};
