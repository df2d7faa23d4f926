-- name: hangs_on
-- Which tables hold something of a case or its customer: most hold nothing, and are not asked again.
select array_remove(array[
    case when exists (select from store_casetag where case_id = %(case)s) then 'tags' end,
    case when exists (select from store_ticketlink where case_id = %(case)s) then 'tickets' end,
    case when exists (select from store_reminder where case_id = %(case)s and done_at is null) then 'reminders' end,
    case when exists (select from store_goodwill where case_id = %(case)s) then 'goodwill' end,
    case when exists (select from store_correction where case_id = %(case)s) then 'corrections' end,
    case when exists (select from store_merge where kept_id = %(case)s and undone_at is null) then 'merges' end,
    case when exists (
        select from store_consent where brand_id = %(brand)s and author_id = %(author)s) then 'consents' end,
    case when exists (
        select from store_customernote where brand_id = %(brand)s and author_id = %(author)s) then 'notes' end
], null)
