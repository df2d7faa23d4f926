"""The local network as a person sees it: timeline, threads, profiles, messages, and a box to speak as anybody."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.markup import document, esc, hidden, redirect
from hark.sandbox.x.messaging import send_to
from hark.sandbox.x.model import Message, Post, User
from hark.sandbox.x.problems import Problem

SHOWN = 60


def _time(moment: float) -> str:
    stamp = datetime.fromtimestamp(moment, UTC)
    return f'<time datetime="{stamp.isoformat()}">{stamp:%d %b %H:%M:%S}</time>'


def _who(user: User) -> str:
    marks = " ✓" if user.verified else ""
    marks += " 🔒" if user.protected else ""
    kind = ' <span class="brand">brand</span>' if user.brand else ""
    return f'<b>{esc(user.name)}</b>{marks} <a href="/u/{esc(user.username)}">@{esc(user.username)}</a>{kind}'


def _words(post: Post) -> str:
    """The words with links as X displays them; everything else is text."""
    parts, at = [], 0
    for link in sorted(post.entities.urls, key=lambda one: one["start"]):
        parts.append(post.wire[at : link["start"]])
        quoted = post.quotes is not None and link["expanded_url"].endswith(f"/status/{post.quotes.id}")
        if "media_key" not in link and not quoted:
            parts.append(
                f'<a href="{esc(link["expanded_url"])}" rel="noreferrer">{esc(link["display_url"])}</a>'
            )
        at = link["end"]
    parts.append(post.wire[at:])
    return "".join(parts)


def article(post: Post, *, reply: bool = False, actions: bool = True) -> str:
    """One post. The wire text is escaped by X's own rule, which is what a page needs too."""
    marks = " gone" if post.deleted else ""
    marks += "" if actions else " chosen"
    pictures = "".join(
        f'<img class="picture" src="/sandbox/media/{esc(one.key)}" alt="{esc(one.alt)}">'
        for one in post.media
    )
    quote = ""
    if post.quotes is not None:
        quote = (
            f'<div class="quote">{_who(post.quotes.author)}<p class="words">{_words(post.quotes)}</p></div>'
        )
    counts = f"{_count(post, 'reply', 'replies')} · {_count(post, 'repost', 'reposts')}"
    edited = " · edited" if len(post.versions) > 1 else ""
    hidden_note = " · hidden by the conversation's author" if post.hidden else ""
    link = f'<a href="/p/{post.id}">{_time(post.created)}</a>' if actions else _time(post.created)
    return (
        f'<article class="{"reply" if reply else "post"}{marks}" id="post-{post.id}">'
        f'<img class="face" src="/sandbox/avatar/{esc(post.author.username)}.svg" alt="">'
        f'<div><div class="who">{_who(post.author)} · {link}</div>'
        f'<p class="words">{_words(post)}</p>{pictures}{quote}'
        f'<small>{counts}{edited}{hidden_note} · <a href="/p/{post.id}">thread and reply</a></small></div></article>'
    )


def _count(post: Post, one: str, many: str) -> str:
    number = post.counts.get(many, 0)
    return f"{number} {one if number == 1 else many}"


def _note(message: Message, call: Call) -> str:
    people = call.box.network.users
    others = [
        people[one].username for one in message.participants if one != message.sender.id and one in people
    ]
    lock = " · encrypted X Chat" if message.encrypted else ""
    return (
        f'<article class="private"><img class="face" src="/sandbox/avatar/{esc(message.sender.username)}.svg" alt="">'
        f'<div><div class="who">{_who(message.sender)} → @{esc(", @".join(others))}'
        f" · {_time(message.created)}{lock}</div>"
        f'<p class="words">{esc(message.text)}</p></div></article>'
    )


def _people(call: Call) -> list[User]:
    users = call.box.network.users.values()
    return sorted(users, key=lambda user: (not user.brand, user.username.lower()))


def _form(call: Call, *, reply_to: str = "", to: User | None = None) -> str:
    """The box to speak as anybody: in public, as a reply, or privately."""
    chosen = next((user for user in _people(call) if not user.brand), None)
    options = "".join(
        f'<option value="{user.id}"{" selected" if user is chosen else ""}>@{esc(user.username)}</option>'
        for user in _people(call)[:400]
    )
    fields = hidden({"reply_to": reply_to, "to": to.id if to else "", "back": call.request.path})
    title = f"Write to @{esc(to.username)} privately" if to else ("Reply" if reply_to else "Post")
    return (
        f'<form class="say card" method="post" action="/sandbox/say"><h2>{title}</h2>{fields}'
        f'<label>As <select name="author">{options}</select></label>'
        '<label>Text <textarea name="text" required maxlength="4000"></textarea></label>'
        f'<div class="row"><button>{"Send" if to else "Post"}</button></div></form>'
    )


def _aside(call: Call) -> str:
    rows = "".join(f"<li>{_who(user)}</li>" for user in _people(call)[:80])
    return f'<section class="card"><h2>People</h2><ul class="people">{rows}</ul></section>'


def _page(call: Call, title: str, feed: Iterable[str], forms: str, head: str = "") -> Response:
    now = datetime.fromtimestamp(call.now, UTC)
    inner = "".join(feed) or '<p class="card soft">Nothing here yet.</p>'
    body = (
        '<header><div><strong><a href="/">The local X</a></strong><a href="/">Timeline</a>'
        f'<a href="/messages">Messages</a><span>network time {now:%H:%M} UTC</span></div></header>'
        f'<div class="columns"><main>{head}<div id="feed">{inner}</div></main>'
        f"<aside>{forms}{_aside(call)}</aside></div>"
    )
    return document(title, body, script=True)


def timeline(call: Call) -> Response:
    newest = [post for post in reversed(call.box.network.timeline[-SHOWN * 2 :]) if post.latest]
    return _page(call, "The local X", map(article, newest[:SHOWN]), _form(call))


def thread(call: Call) -> Response:
    network, post_id = call.box.network, call.param("id")
    post = network.posts.get(post_id) or network.gone.get(post_id)
    if post is None:
        raise Problem(404, {"title": "Not Found", "status": 404})
    posts = network.threads.get(post.conversation_id, [])
    shown = posts if post in posts else [post, *posts]
    feed = (article(one, reply=one.reply_to_id is not None, actions=one is not post) for one in shown[-300:])
    return _page(call, f"Thread by {post.author.name}", feed, _form(call, reply_to=post.id))


def profile(call: Call) -> Response:
    network = call.box.network
    user = network.user_named(call.param("name"))
    if user is None:
        raise Problem(404, {"title": "Not Found", "status": 404})
    states = [f"{user.followers:,} followers", f"{user.posts:,} posts"]
    states += [word for word, true in (("protected", user.protected), ("suspended", user.suspended)) if true]
    states += ["on X Chat"] if user.x_chat else []
    head = (
        f'<section class="card"><h1>{_who(user)}</h1><p class="words">{esc(user.bio)}</p>'
        f"<small>{esc(' · '.join(states))}</small></section>"
    )
    own = reversed(network.authored.get(user.id, [])[-SHOWN:])
    return _page(call, f"@{user.username}", map(article, own), _form(call) + _form(call, to=user), head)


def messages(call: Call) -> Response:
    newest = reversed(call.box.network.messages[-SHOWN:])
    brand = next((user for user in _people(call) if user.brand), None)
    return _page(call, "Messages", (_note(one, call) for one in newest), _form(call, to=brand))


def say(call: Call) -> Response:
    """What the box sends: a post, a reply or a private message, then back to where it stood."""
    form, network = call.request.form, call.box.network
    author = network.users.get(form.get("author", ""))
    text = form.get("text", "").replace("\r\n", "\n").strip()
    if author is None or not text:
        raise Problem(
            400, {"title": "Bad Request", "detail": "an author and a text are needed", "status": 400}
        )
    recipient = network.users.get(form.get("to", ""))
    if recipient is not None:
        send_to(network, author, recipient, text, call.now)
    else:
        parent = network.posts.get(form.get("reply_to", ""))
        publish(network, Draft(author, text, call.now, reply_to=parent, via="page"))
    back = form.get("back", "/")
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = redirect(back if local else "/")
    response.status = 303
    return response


ROUTES = [
    Route("GET", "/", timeline),
    Route("GET", "/p/:id", thread),
    Route("GET", "/u/:name", profile),
    Route("GET", "/messages", messages),
    Route("POST", "/sandbox/say", say),
]
