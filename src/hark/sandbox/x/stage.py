"""The local X as the script sees it."""

from collections.abc import Callable

from hark.sandbox.engine import Answer, Refs
from hark.sandbox.world import Line, Person
from hark.sandbox.x.authoring import Draft, erase, publish
from hark.sandbox.x.messaging import send_to
from hark.sandbox.x.model import Media, User
from hark.sandbox.x.network import Happening, Network


class XStage:
    """Lets the engine's people speak on the local X and reports what the brands say."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def join(self, person: Person, moment: float) -> None:
        user = User(
            id=str(self.network.new_id(moment)),
            username=person.username,
            name=person.name,
            created=moment,
            bio=person.bio,
            followers=person.followers,
            following=person.following,
            verified=person.verified,
            protected=person.protected,
            brand=person.brand,
            language=person.language,
            suspended=person.suspended,
            x_chat=person.x_chat,
            dm_open=person.dm_open,
        )
        self.network.add_user(user)

    def say(self, line: Line, refs: Refs, moment: float) -> str:
        author = self._person(line.author)
        if line.private_to is not None:
            return send_to(self.network, author, self._person(line.private_to), line.text, moment).id
        posts = self.network.posts
        draft = Draft(
            author=author,
            text=line.text,
            moment=moment,
            reply_to=posts.get(refs.reply_to or ""),
            quotes=posts.get(refs.quotes or ""),
            reposts=posts.get(refs.reposts or ""),
            media=self._picture(author, line.image_alt, moment),
        )
        return publish(self.network, draft).id

    def take_back(self, post_id: str) -> None:
        post = self.network.posts.get(post_id)
        if post is not None:
            erase(self.network, post)

    def on_answer(self, listener: Callable[[Answer], None]) -> None:
        def hear(happening: Happening) -> None:
            answer = self._answer(happening)
            if answer is not None:
                listener(answer)

        self.network.listen(hear)

    def _answer(self, happening: Happening) -> Answer | None:
        post, message = happening.post, happening.message
        if happening.kind == "post" and post is not None and post.author.brand and post.reply_to is not None:
            return Answer(post.author.username, post.text, post.id, parent_id=post.reply_to.id)
        if happening.kind == "message" and message is not None and message.sender.brand:
            others = [one for one in message.participants if one != message.sender.id]
            if others and others[0] in self.network.users:
                recipient = self.network.users[others[0]].username
                return Answer(message.sender.username, message.text, message.id, recipient=recipient)
        return None

    def _person(self, username: str) -> User:
        user = self.network.user_named(username)
        if user is None:
            raise KeyError(f"nobody on the local network is called {username}")
        return user

    def _picture(self, author: User, alt: str | None, moment: float) -> tuple[Media, ...]:
        if alt is None:
            return ()
        number = self.network.new_id(moment)
        picture = Media(str(number), f"3_{number}", "photo", author.id, alt=alt, finalized=True)
        self.network.media[picture.id] = picture
        return (picture,)
