"""Which fields and expansions Hark asks X for: all that triage, permission and the desk use, nothing else."""

TWEET_FIELDS = (
    "id,text,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,"
    "note_tweet,public_metrics,referenced_tweets,reply_settings,attachments,withheld"
)
USER_FIELDS = "id,name,username,created_at,description,profile_image_url,protected,public_metrics,verified"
MEDIA_FIELDS = "media_key,type,url,preview_image_url,alt_text"
EXPANSIONS = "author_id,referenced_tweets.id,referenced_tweets.id.author_id,attachments.media_keys"

POST_PARAMS = {
    "tweet.fields": TWEET_FIELDS,
    "user.fields": USER_FIELDS,
    "media.fields": MEDIA_FIELDS,
    "expansions": EXPANSIONS,
}
DM_PARAMS = {
    "dm_event.fields": (
        "id,text,event_type,created_at,sender_id,dm_conversation_id,participant_ids,attachments,entities"
    ),
    "user.fields": USER_FIELDS,
    "expansions": "sender_id,participant_ids",
}
