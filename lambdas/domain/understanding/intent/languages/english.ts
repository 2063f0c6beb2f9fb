import type { Vocabulary } from '../vocabulary.ts';
import { englishIdioms } from './idioms/english.ts';

/** English; also the language of what is in no other. */
export const english: Vocabulary = {
  code: 'en',
  frequent: `
    the of and to in is it you that he was for on are with as i his they be at have this from or had by but what we
    all your when can said there use an each which she do how their if will up other about out many then them these so
    some her would make like him into time has look two more go see no way could people my than first been call who
    its now find long down day did get come made may part us our am were any please thanks thank not just let me mail
    email hi hello dear regards here where why off again also still cannot dont
  `,
  idioms: englishIdioms,
  words: {
    not: `
      not, no, never, nobody, none, nothing, nor, neither, without, cannot, cant, dont, wont, doesnt, didnt, isnt,
      arent, wasnt, wouldnt, couldnt, havent, hasnt, shouldnt, hardly, werent, aint, no one, no longer
    `,
    'not past': 'didnt, havent, hasnt, hadnt, have not, has not, did not, have never, has never',
    'not more': 'no longer, no more, no further, not any more, not anymore',
    more: `
      more, again, anymore, any more, any longer, further, ever again, in the future, in future, another, ever,
      once more, additional
    `,
    yet: 'yet, still, so far, until now',
    past: 'was, were, did, had, has been, have been, got',
    i: 'i, we',
    me: 'me, us, myself, ourselves, our company, our team, everyone here, our office',
    my: 'my, our, mine, ours',
    you: 'you, u, anyone there, someone, somebody',
    they: `
      former employees, our employees, staff members, attendees, delegates, our customers, our users, our subscribers,
      my customers, their customers, a subscriber, a user, customers can, users can, a customer, users, user,
      exhibitor, colleague, he, she, wife, employee, employees, their, his, her, them, readers
    `,
    please: 'please, pls, plz, kindly, be so kind, would you mind, asap, immediately',
    polite: `
      therefore, love of god, now, thanks, thank, thank you, thx, sorry, unfortunately, hi, hello, dear, regards,
      cheers, sadly, afraid, apologies, regret, appreciate, hey, best, so, just, really
    `,
    want: `
      want, wants, wish, wishes, would like, wanna, desire, care to, prefer, rather, intend, plan to, plans to,
      looking to, looking for, like to, like you to, demand, request, require you
    `,
    can: 'can, could, would, will, may, able, might, should',
    ensure: 'make sure, ensure, see to it, be sure',
    how: 'how, what, when, where, which, who, is there',
    but: 'though, but, yet we, only that, still we, though we',
    however: 'however, nevertheless, nonetheless, unfortunately, sadly, alas',
    although: 'although, even though, while, whereas, despite',
    if: 'if, unless, once we, as soon as, whether, should we, in case, when we',
    because: 'because, since, as we, so that, so we, so i',
    and: 'and, then, or, also, plus',
    that: 'that, which, who',
    unsubscribe: `
      opted out, unsubscribe*, unsub, un subscribe, opt out, opt me out, opt us out, opting out, opt .. out,
      sign me off, sign us off, sign me out, optout, unregister, deregister
    `,
    remove: `
      remove, removed, removing, delete, deleted, deleting, erase, erasure, erased, drop me, drop us, drop my, purge,
      strike, cross me off, cross .. off, deletion, wipe, scrub, scratch, exclude, expunge, eliminate
    `,
    'remove me': 'drop me, drop us, leave me off, leave me out, count me out of, cross me',
    'remove data': `
      remove it from your, remove this from your, take it off your, remove .. from your mailings,
      right to be forgotten
    `,
    take: 'take, get, taken, keep, pull, leave, knock',
    off: 'off, out',
    stop: 'stop, quit, cease, refrain, desist, halt, discontinue, end, enough, refraining, put an end',
    list: `
      list, lists, mailing list, mailings, mailing, database, records, record, distribution, system, crm, campaigns,
      campaign, newsletter, subscribers list, distribution list, mail list, email list, register, sequence
    `,
    'other-list': `
      waiting list, wait list, waitlist, guest list, price list, wish list, wishlist, shopping list, to do list,
      todo list, short list, shortlist, attendee list, participant list, list of participants, list of attendees,
      list of speakers, packing list, order list, block list, blacklist, spam list, speaker list, player list,
      on call list, watch list, task list, check list, checklist, bidders list
    `,
    mail: `
      mail, mails, email, emails, message, messages, letter, letters, newsletter, newsletters, mailings, mailing,
      correspondence, communication, communications, updates, notifications, notification, these, outreach, follow ups,
      followups, sequence
    `,
    ads: `
      spam, advertising, advertisement, advertisements, ads, promotion, promotions, promotional, marketing,
      solicitation, solicitations, junk, unsolicited, offers, pitches, sales pitches, cold emails, rubbish, garbage
    `,
    data: `
      address, addresses, name, data, details, email address, information about me, profile, account, personal data,
      personal information, contact details, @, number, phone number, mail address
    `,
    contact: `
      approached, bothered, disturbed, targeted, solicited, pitched, cold called, telephoned, mailed, emailed,
      contacted, messaged, written to, contact*, email me, mail me, email us, emailing, mailing, write, writing, send,
      sending, message, messaging, spamming, spam me, spam us, bother, bothering, pester, pestering, harass*, disturb*,
      reach out, reaching out, calling me, call me, call us, annoy*, bug me, solicit*, follow up, following up,
      get in touch, approach, email, mail
    `,
    receive: `
      be on your, stand on, receive, receiving, get, getting, hear from you, hear from, hearing from, reach, reaches,
      see, subscribed, be on, be part of, be contacted, subscribe
    `,
    consent: `
      consent*, permission, agreed to this, agree to receive, agreed to receive, signed up, sign up for, opted in,
      opt in, asked for, subscribed to, subscribe to, subscribed, authorise, authorize*, requested these,
      request these, ask for these, ask for this
    `,
    object: `
      objection*, reason not, reasons not, reason against, reasons against, reason why not, reason to say no, i object,
      we object, objected, problem with that, issue with that, reservations
    `,
    subscription: 'subscription, subscriptions, membership',
    thing: `
      statistics, stats, rate, rates, report, seminar, training, course, parcel*, chair*, item*, attachment*,
      shipment*, package, shipment, boxes, goods, seats, website, site, webpage, homepage, profile picture, chair,
      desk, table, invoice, item, attachment, file, cookie, driver, ticket, logo, page, slide, paragraph, clause,
      position, stand, booth, duplicate, bug, device, feature, button, link, image, part, article, meeting, invite,
      product, option, limit, discount, parcel, software, plugin
    `,
    interest: `
      appetite, enthusiasm, desire for, interest, interests, interested, keen, curious, intrigued, tempted, fascinated,
      appeal*, eager, intrigues, excited, excites, exciting
    `,
    need: `
      need, needs, needed, requirement, require, required, necessary, demand for, necessity, call for it, want for
    `,
    fit: `
      what we are after, what we after, what we want, after this, appetite, value, recommend, justify, the tool for us,
      the one for us, meet our, meets our, meet the, match our, matches our, satisfy our, tick our, successful,
      selected, shortlisted, chosen, retained, what we are looking for, what we need, our area, our field,
      our industry, our line, our business, our domain, concern us, add up, fit, fits, a match, good match, relevant,
      relevance, suitable, suits us, suited, suit us, applicable, applies to us, apply to us, right for us,
      right for me, for us, for me, our thing, my thing, our cup of tea, my cup of tea, aligned, align, good fit,
      right fit, priority, work for us, work for me, on our radar, on our roadmap, worth it, worthwhile, add value,
      of value, valuable for us, help our, help us
    `,
    budget: `
      budget, budgets, funds, funding, money, afford, financial means, resources, bandwidth, capacity, headcount
    `,
    decline: `
      was against, were against, is against, are against, majority, withdraw our, withdraw my, rejected it,
      no majority, backing out, stepping back, step back, vetoed, veto, voted down, shot it down, shot down,
      knocked it back, blocked it, said no to, say no to, denied, not approved, nixed, pulled the plug, decline*,
      reject*, refuse*, turn down, turned down, turned it down, turn this down, turned your, turned this down, pass on,
      will pass, i pass, we pass, have to pass, opt against, against it, hard pass, opted against, decided against,
      voted against, will skip, skip this, sit this one out, sit this out, give it a miss, take a rain check forever,
      back out, pull out, pulled out, pulling out, say no, said no, saying no, withdraw, must pass, going to pass,
      gonna pass, frozen all, have frozen, freeze, froze, drop out, bow out, shelved, shelve, scrapped, dropped the,
      dropped our, killed the, called off, call off, off the table
    `,
    rival: `
      another vendor, another supplier, another provider, another company, another firm, another solution,
      another product, another tool, another partner, another agency, another option, another offer, other vendor,
      other supplier, other provider, different vendor, different supplier, different provider, different solution,
      different direction, different route, different company, someone else, somebody else, competitor, competitors,
      your competitor, competing, a competing offer, elsewhere, other direction, alternative provider, else
    `,
    supplier: `
      supplier, vendor, provider, partner, agency, contractor, solution, solution for this, tool for this,
      system for this, contract, in house team, in house, internally, own team, something in place, something similar,
      someone for this, consultant, software
    `,
    have: `
      have, has, got, work with, working with, using, use, signed with, renewed, renew, committed, commit,
      under contract, locked in, tied, bound, do this in house, handle this internally, built our own
    `,
    already: 'already, just renewed, recently, currently, long term, for years',
    choose: `
      in favour of, in favor of, preferred, awarded, inclined, leaned, chose, chosen, choose, went with, go with,
      gone with, going with, decided for, decided on, opted for, picked, selected, signed with, settled on,
      settled for, decided to go, went for, gone for, decided, moved to, switched to, bought from, moved forward with,
      going for, taken
    `,
    stay: `
      the way they are, the way it is, as they are, as it is, keep things, leave things, what we have, what weve got,
      stay with, staying with, stick with, sticking with, remain with, keep our, keep using, keep what, stick to,
      sticking to, stay put, leave it at, stay as we are, leave things as, keep things as, happy where we are
    `,
    satisfied: `
      satisfied, all set, well served, covered, happy with, content with, well covered, taken care of, sorted,
      fine as we are, good as we are, set for now, pleased with our, comfortable with our, well equipped,
      good with what, ok with what, fully stocked, well looked after, fine with what
    `,
    cancel: `
      cancel*, terminate, terminating, termination, end our, close the file, close my file, close our account, revoke,
      withdraw my, call it off, take .. off the calendar
    `,
    expensive: `
      expensive, costly, pricey, pricy, steep, out of our price, over budget, beyond our budget, above our budget,
      outside our budget, out of budget, more than we can, price is high, overpriced
    `,
    continue: `
      renew, renewing, renewal, extend, extending, prolong, continue, proceed*, move forward, moving forward,
      go forward, going forward with, pursue, pursuing, take this further, taking this further, go ahead with,
      going ahead, move ahead with, moving ahead, progress this, taking you up, take you up, make it work,
      going to happen, going to work, going anywhere, go any further, make sense
    `,
    use: `
      use it, use this, use for, use that, would use, could use it, of use, any use, a use case, use case, point in
    `,
    change: `
      old address, new address, old email, new email, previous address, old name, change, changing, switch, switching,
      replace, replacing anything, plans to change, move away
    `,
    too: 'too, far, way, much, very, over',
    yes: `
      no doubt, without a doubt, without doubt, undoubtedly, yes, yeah, yep, yup, sure, certainly, absolutely,
      definitely, of course, indeed, yes please
    `,
    agree: `
      we confirm, i confirm, agree, agreed, accept, accepted, accepting, approved, confirmed, deal, done deal,
      convinced, approve, signed off, on board, in favour, in favor, all in, all for it, lets do, fine by us,
      fine by me, fine with us, fine with me, ok with us, ok with me, ok for me, ok for us, good to go, green light,
      thumbs up, happy to go ahead
    `,
    good: `
      reasonable, fair, decent, solid, neat, sensible, save us, saves us, save time, the catch, save money,
      game changer, love how, love the, beautiful, useful, good, great, excellent, perfect, awesome, amazing,
      fantastic, interesting, promising, impressive, impressed, brilliant, lovely, wonderful, nice, cool, superb,
      attractive, compelling, liked, helpful
    `,
    love: `
      love, would love, love to, happy to, glad to, delighted, pleased to, keen to, excited to, be great to, d love,
      like the, like it, looking forward, look forward, welcome the, gladly, with pleasure, my pleasure, be nice to,
      be good to, enjoy, d like, d be happy, up for
    `,
    meet: `
      take me through, take us through, talk me through, talk us through, meet, meeting, call, demo, demonstration,
      chat, talk, zoom, appointment, conversation, discuss, speak, catch up, come by, come over, visit us,
      walk us through, walk me through, show me, show us, give me a call, call me, call us, give us a call, ring me,
      phone me, schedule, calendar, slot, session, webinar, video call, call back, hop on, jump on, presentation,
      present it, coffee, workshop, see it in action
    `,
    info: `
      information, info, details, brochure, catalogue, catalog, material, materials, sample, samples, proposal,
      contract, paperwork, papers, documentation, deck, presentation, specs, specifications, references, case study,
      case studies, agreement, data sheet, datasheet, leaflet, trial account, trial, link, learn more, know more,
      hear more, tell me more, more about, read more, see more, terms, offer, how it works, how this works, invite,
      invitation, plan, options, one pager, white paper, whitepaper, demo account, test account, access
    `,
    price: `
      price*, pricing, cost, costs, quote, quotation, quoted, rates, fee, charge, how much, rate card, estimate,
      discount, invoice us, set us back
    `,
    order: `
      join, joining, take part, participate, participating, attend, attending, register, registration, enrolment, beta,
      deliver, delivery time, lead time, how soon, minimum order, payment terms, turnaround, order, ordering, buy,
      buying, purchase, purchasing, sign, signing, licences, licenses, pieces, units, pre order, book, reserve,
      subscribe us, shipping, pilot, sign up, sign me up, sign us up, enrol, enroll, register us, seats
    `,
    available: `
      around next, around on, are you around, are you free, are you available, wednesday works, works on, any day,
      next week, works for me, works for us, suits me, suit me, available, free on, free at, i am free, im free,
      am free, i can do, we can do, any time, anytime, availability, good for me, good for us, calendar is open,
      fits my schedule, open on
    `,
    start: `
      when can we switch, can we switch, switch over, switch to yours, start, begin, get started, kick off, kickoff,
      launch, try it, try this, try out, give it a try, give it a go, give it a shot, test it, roll out, onboard,
      onboarding, set up, set it up, set us up, move ahead, next steps, next step, trial run, get going
    `,
    now: `
      now, right now, at the moment, at present, currently, presently, for the moment, at this time, at this point,
      at this stage, this year, this quarter, this month, just yet, time being, today, present moment, yet
    `,
    maybe: 'maybe, perhaps, possibly, might, potentially',
    colleague: 'colleague, colleagues, boss, manager, team',
    problem: `
      reset, stopped working, parcel never, parcel has not, delivery failed, delivery has not, delivery is late,
      undelivered, disconnected, cannot log, cant log, not load, doesnt load, wont load, wont start, wont open, noise,
      noisy, strange, weird, odd, empty, blank, stuck, leaking, you sold us, you sold me, bought from you, we bought,
      i bought, smells, smoke, rattles, rattling, vibrates, hot, resend, re send, charged me, money back,
      no longer arrives, stopped arriving, not arriving, obstacle, issue, hindrance, problem, error, errors, broken,
      broke, fails, failed, failure, fault, faulty, defect*, damaged, missing, not working, crash*, does not work,
      doesnt work, not work, complaint, complain*, wrong, mistake, by mistake, by accident, refund, log in, login,
      password, update, bug, outage, delayed, late, waiting for, overdue, reminder, invoice, never arrived,
      could not be delivered, undeliverable, delivery, shipment, driver, technician, warranty, repair, ticket number,
      support case, incorrect, unable to, cannot open, cant open, not open, did not arrive, hasnt arrived, gate,
      not found, your answer, 404, scratched, leak*, water, double charged, charged twice
    `,
    other: 'another, different',
    until: 'until, till, by',
    month: `
      january, february, march, april, may, june, july, august, september, october, november, december, spring, summer,
      autumn, fall, winter, christmas, easter
    `,
    why: 'why',
    'not want': 'rather not, prefer not, prefer you not, prefer we not, rather you not, rather you didnt',
    day: 'morning, afternoon, monday, tuesday, wednesday, thursday, friday, noon',
    'data me': 'about me, on me, about us, on us, hold on me, concerning me',
    believe: 'believe, think',
  },
};
