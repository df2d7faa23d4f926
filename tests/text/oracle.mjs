// Answers for test_oracle.py with the official library, as vendored for the browser.
// Reads one JSON string per line, writes one JSON object per line, with UTF-16 indices as the library has them.
import { createInterface } from "node:readline";

const { default: twitter } = await import(process.argv[2]);
const links = { suppressDataScreenName: true, suppressNoFollow: true, htmlEscapeNonEntities: true };

function answer(text) {
  return {
    parsed: twitter.parseTweet(text),
    entities: twitter.extractEntitiesWithIndices(text, { extractUrlsWithoutProtocol: true }),
    urls: twitter.extractUrlsWithIndices(text),
    mentions: twitter.extractMentionsOrListsWithIndices(text),
    hashtags: twitter.extractHashtagsWithIndices(text),
    cashtags: twitter.extractCashtagsWithIndices(text),
    reply: twitter.extractReplies(text),
    html: twitter.autoLink(text, links),
    valid: {
      username: twitter.isValidUsername(text),
      list: twitter.isValidList(text),
      hashtag: twitter.isValidHashtag(text),
      url: Boolean(twitter.isValidUrl(text)),
      url_without_protocol: Boolean(twitter.isValidUrl(text, true, false)),
    },
  };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
});
