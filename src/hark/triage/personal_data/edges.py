"""Where a word ends. `\\b` is no help: Japanese, Chinese, Thai and Arabic run into the digits that follow."""

CASED = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f\u0370-\u052f"
SMALL = "a-zß-öø-ÿāąăćĉċčďđēėęěğĝġģĥħĩīįıĵķĺļľłńņňŋōőœŕřśşšţťūůűųŵŷźżžșțа-яёά-ώ"
CAPITAL = rf"[^\W\d_{SMALL}]"
LEFT = f"(?<![{CASED}0-9_])"
RIGHT = f"(?![{CASED}0-9_])"
