-- name: glance
-- What the desk holds of a case at all. Most tables hold nothing and are not asked again; where either lane may
-- hold it, all cases of the customer and account are looked at. "begun": a conversation that the account began.
-- "trainee": the reader is one, as hark.actions.rules says.
with own as materialized (
    select id, lane, merged_into_id, network, root_id from store_case
    where account_id = %(account)s and author_id = %(author)s
)
select
    (select max(id) from store_event where case_id = %(case)s),
    array(select id from store_event where case_id = %(case)s order by at desc limit 16),
    (select min(first_inbound_at) from store_case where author_id = %(author)s and account_id in (
        select id from store_account where brand_id = %(brand)s)),
    array(select handle from store_account where brand_id = %(brand)s order by id),
    array_remove(array[
    case when exists (select from store_casetag where case_id = %(case)s) then 'tags' end,
    case when exists (select from store_ticketlink where case_id = %(case)s) then 'tickets' end,
    case when exists (select from store_reminder where case_id = %(case)s and done_at is null) then 'reminders' end,
    case when exists (select from store_goodwill where case_id = %(case)s) then 'goodwill' end,
    case when exists (select from store_correction where case_id = %(case)s) then 'corrections' end,
    case when exists (select from store_merge where kept_id = %(case)s and undone_at is null) then 'merges' end,
    case when exists (
        select from store_consent where brand_id = %(brand)s and author_id = %(author)s) then 'consents' end,
    case when exists (
        select from store_customernote where brand_id = %(brand)s and author_id = %(author)s) then 'customer_notes' end,
    case when exists (select from store_participant where case_id = %(case)s) then 'participants' end,
    case when exists (select from store_prepared where case_id = %(case)s and decided_at is null) then 'prepared' end,
    case when exists (
        select from store_presence where case_id = %(case)s and expires_at > %(now)s) then 'presence' end,
    case when exists (
        select from store_case where author_id = %(author)s and id <> %(case)s and merged_into_id is null
        ) then 'others' end,
    case when exists (select from own where lane <> %(lane)s and merged_into_id is null) then 'other_lane' end,
    case when exists (select from own where merged_into_id is not null) then 'merged' end,
    case when exists (select from store_outbox where case_id in (select id from own)) then 'answers' end,
    case when exists (select from store_note where case_id in (select id from own)) then 'notes' end,
    case when exists (select from store_removal where case_id in (select id from own)) then 'removals' end,
    case when exists (select from store_hiding where case_id in (select id from own)) then 'hidings' end,
    case when exists (
        select from store_draft where case_id in (select id from own) and writer_id = %(reader)s) then 'drafts' end,
    case when exists (
        select from store_picture where case_id in (select id from own) and writer_id = %(reader)s
        and outbox_id is null) then 'pictures' end,
    case when exists (
        select from store_post where answers_id = %(author)s and account_id = %(account)s and lane = 'private'
        ) then 'messages' end,
    case when exists (
        select from own join store_post p on p.network = own.network and p.post_id = own.root_id
        where own.lane = 'public' and p.account_id = %(account)s) then 'begun' end,
    case when exists (
        select from store_agentprofile f join accounts_user u on u.id = f.user_id
        where f.user_id = %(reader)s and f.level = 'trainee' and u.role not in ('supervisor', 'administrator')
        ) then 'trainee' end
], null)

-- name: answer_facts
-- What an answer depends on besides the post it answers: who wrote the posts that one answers and quotes, whether the
-- customer ever wrote to us in private, and what became of our last message, with whether they wrote since. The last is
-- what the network said when it was asked whether they take messages, if that is newer than all of these.
with own as materialized (
    select id, lane, inbound, last_inbound_at from store_case
    where account_id = %(account)s and author_id = %(author)s
), last as (
    select state, reason, created_at from store_outbox
    where case_id in (select id from own) and lane = 'private' and state in ('sent', 'failed_permanent')
    order by id desc limit 1
)
select
    (select author.author_id from store_post post join store_author author on author.id = post.author_id
     where post.network = %(network)s and post.post_id = %(parent)s),
    (select author.author_id from store_post post join store_author author on author.id = post.author_id
     where post.network = %(network)s and post.post_id = %(quoted)s),
    exists (select from own where lane = 'private' and inbound > 0),
    (select state from last),
    (select reason from last),
    exists (select from own, last where own.lane = 'private' and own.last_inbound_at > last.created_at),
    (select takes from store_messageable
     where account_id = %(account)s and author_id = %(author)s and asked_at > %(good_since)s
       and asked_at > all (select created_at from last)
       and asked_at > all (select last_inbound_at from own where lane = 'private' and last_inbound_at is not null))

-- name: reserved_macros
-- Macros that take the place of shipped words: the brand's and those of the person's teams, the case's language last.
select shortcut, text from store_macro
where brand_id = %(brand)s and shortcut = any(%(shortcuts)s) and language in ('', %(language)s) and (
    team_id is null or team_id in (select team_id from accounts_user_teams where user_id = %(person)s))
order by language, id
