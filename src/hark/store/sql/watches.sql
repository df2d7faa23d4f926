-- name: put_watched
insert into store_watchedpost (watch_id, post_id, at)
select w.id, n.post_id, n.at
from unnest(%(watches)b::bigint[], %(ids)b::text[], %(times)b::timestamptz[]) as n(watch, post_id, at)
join store_watch w on w.id = n.watch
on conflict (watch_id, post_id) do nothing
