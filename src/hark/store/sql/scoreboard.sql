-- name: scoreboard
-- One row a window: cases whose pledge is decided, those kept, those still within it, those answered, their median.
-- A case is decided once it is answered or its time has run out. Definitions: hark.reports.scoreboard.
with counted as (
    select c.first_inbound_at as asked, extract(epoch from c.first_response_at - c.first_inbound_at) as seconds
    from store_case c join store_account a on a.id = c.account_id
    where a.brand_id = %(brand)s and c.lane = 'public' and c.stage = 1 and c.merged_into_id is null
      and c.last_inbound_at >= %(since)s and c.first_inbound_at >= %(since)s
      and not (c.first_response_at is null and c.state = 'closed' and c.outcome = any(%(left_out)s))
)
select w.place,
    count(asked) filter (where seconds is not null or asked <= %(decided)s),
    count(asked) filter (where seconds <= %(pledge)s),
    count(asked) filter (where seconds is null and asked > %(decided)s),
    count(seconds),
    percentile_cont(0.5) within group (order by seconds)
from unnest(%(starts)s::timestamptz[]) with ordinality as w(start, place)
left join counted on counted.asked >= w.start
group by w.place order by w.place
