-- name: account_credentials
select credentials from store_account where id = %(account)s

-- name: account_credentials_locked
select credentials from store_account where id = %(account)s for update

-- name: put_account_credentials
update store_account set credentials = %(sealed)s where id = %(account)s

-- name: open_conversations
-- Conversations somebody may still write in, newest first: cases that are not closed.
select root_id from store_case
where network = %(network)s and lane = 'public' and state <> 'closed'
group by root_id order by max(last_inbound_at) desc limit %(limit)s

-- name: open_post_ids
-- Posts of open cases that must be read again every few minutes: the newest version of each.
select p.latest_id from store_case c
join store_post p on p.network = c.network and p.root_id = c.root_id and p.deleted_at is null and p.lane = 'public'
where c.network = %(network)s and c.state <> 'closed'
order by p.created_at desc limit %(limit)s

-- name: all_post_ids
-- Everything stored that may have been deleted on the network since, for the daily look.
select latest_id from store_post
where network = %(network)s and deleted_at is null and lane = 'public' and created_at > %(since)s
order by id desc limit %(limit)s

-- name: put_costs
insert into store_cost (account_id, at, item, units, micros)
select * from unnest(%(accounts)b::bigint[], %(times)b::timestamptz[], %(items)b::text[], %(units)b::int[], %(micros)b::bigint[])

-- name: spent
-- Money spent since a moment, in millionths, by item.
select item, sum(units), sum(micros) from store_cost where at >= %(since)s group by item order by sum(micros) desc
