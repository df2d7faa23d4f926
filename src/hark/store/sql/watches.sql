-- name: put_watched
insert into store_watchedpost (watch_id, post_id, at)
select w.id, n.post_id, n.at
from unnest(%(watches)b::bigint[], %(ids)b::text[], %(times)b::timestamptz[]) as n(watch, post_id, at)
join store_watch w on w.id = n.watch
on conflict (watch_id, post_id) do nothing

-- name: watch_counts
-- What each watch brought: in the last hour, day and week, the newest, and the first of that week.
select w.id, count(p.id) filter (where p.at > %(now)s::timestamptz - interval '1 hour'),
    count(p.id) filter (where p.at > %(now)s::timestamptz - interval '1 day'), count(p.id), max(p.at), min(p.at)
from store_watch w
left join store_watchedpost p on p.watch_id = w.id and p.at > %(now)s::timestamptz - interval '7 days'
where w.id = any(%(watches)s::bigint[])
group by w.id

-- name: heard_newest
-- The newest posts of others as they were stored: (post, the case they belong to here, the watches that brought them).
select p.id, c.id, w.names, w.kinds
from (
    select id, network, post_id, root_id, author_id from store_post
    where account_id is null order by id desc limit %(reach)s
) p
left join lateral (
    select min(c.id) as id from store_case c
    where c.network = p.network and c.root_id = p.root_id and c.author_id = p.author_id
      and c.account_id = any(%(accounts)s::bigint[])
) c on true
left join lateral (
    select array_agg(w.name order by w.id) as names, array_agg(w.kind order by w.id) as kinds
    from store_watchedpost b join store_watch w on w.id = b.watch_id
    where b.watch_id = any(%(watches)s::bigint[]) and b.post_id = p.post_id
) w on true
order by p.id desc

-- name: watch_newest
-- The newest posts one watch brought, in the same shape.
select p.id, c.id, array[w.name], array[w.kind]
from store_watch w
join lateral (
    select post_id from store_watchedpost where watch_id = w.id order by at desc limit %(reach)s
) b on true
join store_post p on p.network = w.network and p.post_id = b.post_id
left join lateral (
    select min(c.id) as id from store_case c
    where c.network = p.network and c.root_id = p.root_id and c.author_id = p.author_id
      and c.account_id = any(%(accounts)s::bigint[])
) c on true
where w.id = %(watch)s
order by p.created_at desc
