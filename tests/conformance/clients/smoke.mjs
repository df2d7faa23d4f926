// npm twitter-api-v2, unmodified, does a round through the local X. Prints one JSON line.
// usage: node smoke.mjs CARD.json FOLDER_WITH_NODE_MODULES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [cardPath, modules] = process.argv.slice(2);
const card = JSON.parse(readFileSync(cardPath, "utf8"));
const require = createRequire(pathToFileURL(`${modules}/package.json`));
const http = require("node:http");
const https = require("node:https");
const { TwitterApi, ETwitterStreamEvent } = require("twitter-api-v2");

// The library's hosts are fixed (https://api.x.com): send its connections to the local address instead.
const local = new URL(card.base_url);
https.request = (settings, done) => {
  const there = new URL(settings.path, "https://api.x.com");
  return http.request({
    method: settings.method, headers: { ...settings.headers, host: local.host }, timeout: settings.timeout,
    signal: settings.signal, host: local.hostname, port: local.port, path: there.pathname + there.search,
  }, done);
};

const signed = (user) => new TwitterApi({
  appKey: card.consumer_key, appSecret: card.consumer_secret,
  accessToken: user.access_token, accessSecret: user.access_token_secret,
}).v2;
const [me, amira] = card.users;
const brand = signed(me);
const customer = signed(amira);
const app = new TwitterApi(card.bearer_token).v2;
const out = {};

out.me = (await brand.me()).data.username;
out.found = (await app.userByUsername(amira.username, { "user.fields": ["public_metrics"] })).data.id;
const asked = await customer.tweet(`@${me.username} from node, with love`);
const heard = await brand.userMentionTimeline(me.id, { max_results: 5, "tweet.fields": ["conversation_id"] });
out.heard = heard.tweets[0].id === asked.data.id;
const answer = await brand.reply("Received in node.", asked.data.id);
out.searched = (await app.search(`conversation_id:${asked.data.id}`)).tweets.map((one) => one.id).includes(answer.data.id);
out.read = (await app.singleTweet(answer.data.id, { expansions: ["referenced_tweets.id"] })).includes.tweets[0].id === asked.data.id;
const sent = await customer.sendDmToParticipant(me.id, { text: "privately, from node" });
out.private = (await brand.listDmEventsWithParticipant(amira.id)).events[0].id === (sent.data ?? sent).dm_event_id;
await app.updateStreamRules({ add: [{ value: "quokka", tag: "animal" }] });
const stream = await app.searchStream({ autoConnect: true });
const line = new Promise((resolve) => stream.once(ETwitterStreamEvent.Data, resolve));
await customer.tweet("a quokka on the platform");
out.streamed = (await line).matching_rules[0].tag;
stream.close();
const rules = await app.streamRules();
await app.updateStreamRules({ delete: { ids: rules.data.map((rule) => rule.id) } });
out.deleted = (await brand.deleteTweet(answer.data.id)).data.deleted;
try {
  await brand.like(me.id, asked.data.id);
} catch (error) {
  out.refused = error.code;
}
console.log(JSON.stringify(out));
process.exit(0);
