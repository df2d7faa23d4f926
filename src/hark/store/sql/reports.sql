-- name: reply_times
-- Reply time: for each post of an account that answers a customer's post, its time minus that post's time.
select coalesce(a.id, 0) as account, count(*) as n,
    percentile_cont(0.5) within group (order by extract(epoch from own.created_at - parent.created_at)) as median,
    percentile_cont(0.9) within group (order by extract(epoch from own.created_at - parent.created_at)) as p90
from store_post own
join store_post parent on parent.network = own.network and parent.post_id = own.parent_id
join store_account a on a.id = own.account_id
join {scope} scope on scope.post_id = own.post_id
where own.network = %(network)s and own.account_id = any(%(accounts)s) and parent.account_id is null
group by grouping sets ((a.id), ())

-- name: first_responses
-- First response time: per case, our first post after the customer's first, minus that. Shares are of all cases.
with counted as (
    select c.account_id, extract(epoch from c.first_response_at - c.first_inbound_at) as seconds
    from store_case c
    where c.network = %(network)s and c.account_id = any(%(accounts)s) and exists (
        select 1 from store_post p join {scope} scope on scope.post_id = p.post_id
        where p.author_id = c.author_id and p.network = c.network and p.root_id = c.root_id and p.account_id is null)
)
select coalesce(account_id, 0) as account, count(*) as cases, count(seconds) as n,
    percentile_cont(0.5) within group (order by seconds) as median,
    percentile_cont(0.9) within group (order by seconds) as p90,
    count(*) filter (where seconds <= 1800) as within_30, count(*) filter (where seconds <= 3600) as within_60
from counted group by grouping sets ((account_id), ())

-- name: inbound_posts
-- Customers' posts that concern an account: those of the authors of its cases.
select c.account_id, count(distinct p.id)
from store_case c
join store_post p on p.author_id = c.author_id and p.network = c.network and p.root_id = c.root_id
join {scope} scope on scope.post_id = p.post_id
where c.network = %(network)s and c.account_id = any(%(accounts)s) and p.account_id is null and p.kind = 'post'
group by 1

-- name: stage_counts
select p.stage, count(*) from store_post p
join {scope} scope on scope.post_id = p.post_id
where p.network = %(network)s and p.account_id is null and p.stage is not null
group by 1

-- name: participant_count
select count(*) from store_participant t join store_case c on c.id = t.case_id
where c.network = %(network)s and c.account_id = any(%(accounts)s) and exists (
    select 1 from store_post p join {scope} scope on scope.post_id = p.post_id
    where p.author_id = t.author_id and p.network = c.network and p.root_id = c.root_id)

-- name: own_answers
select count(*) from store_post p
join {scope} scope on scope.post_id = p.post_id
where p.network = %(network)s and p.account_id = any(%(accounts)s) and p.parent_id is not null
