import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';

/** One mail of a stranger, and the contact that it is about; undefined: nobody. */
interface PersonCase {
  readonly about: string;
  readonly mail: Partial<ParsedMail> & { readonly mailFrom?: string | undefined };
  readonly contact: string | undefined;
}

const jo = { name: 'Jo Baker', address: 'jo@customer.example' };
const from = (address: string, name?: string) => ({ from: name === undefined ? { address } : { name, address } });
const header = (name: string, value: string) => ({ name, value });

const replyTo = (about: string, address: string, name?: string): PersonCase => ({
  about: `Reply-To of ${about}`,
  mail: { ...from(address, name), replyTo: [jo] },
  contact: jo.address,
});

const envelopeOnly = (about: string, mailFrom: string, contact?: string): PersonCase => ({
  about: `${contact === undefined ? 'nobody' : 'the author'} for ${about} in the envelope`,
  mail: { mailFrom },
  contact,
});

const nobody = (about: string, address: string, name?: string): PersonCase => ({
  about: `nobody for ${about} in From`,
  mail: from(address, name),
  contact: undefined,
});

/** Forms, no-reply addresses and services that write for the person in Reply-To. */
const forOthers: readonly PersonCase[] = [
  replyTo('a no-reply address', 'no-reply@forms.example'),
  replyTo('a no-reply address with words in front', 'comments-noreply@docs.example', 'Jo Baker (Docs)'),
  replyTo('a no-reply address with underscores', 'no_reply@shop.example'),
  replyTo('donot-reply', 'donot-reply@portal.example'),
  replyTo('do_not_reply', 'do_not_reply@portal.example'),
  replyTo('a German no-reply address', 'nicht-antworten@formular.example'),
  replyTo('a French no-reply address', 'ne-pas-repondre@site.example'),
  replyTo('a no-reply address with a tag', 'noreply+4711@crm.example'),
  replyTo('WordPress', 'wordpress@shop.example'),
  replyTo('a form service', 'submissions@forms.example', 'Formservice'),
  replyTo('forms@', 'forms@service.example'),
  replyTo('a contact form', 'contact-form@agency.example'),
  replyTo('a web form', 'webform@agency.example'),
  replyTo('form submissions', 'form-submissions@builder.example'),
  replyTo('the user of a web server', 'www-data@host.example'),
  replyTo('the user of Apache', 'apache@host.example'),
  replyTo('notifications of a booking service', 'notifications@booking.example'),
  replyTo('a signing service that says via', 'dse@signing.example', 'Jo Baker via Signing'),
  replyTo('a document service that says via in brackets', 'drive-shares@docs.example', 'Jo Baker (via Docs)'),
  replyTo('a German service', 'boten@dienst.example', 'Jo Baker über Dienst'),
  {
    about: 'Reply-To of a page that sends by PHPMailer',
    mail: { ...from('info@shop.example'), replyTo: [jo], headers: [header('x-mailer', 'PHPMailer 6.9.1')] },
    contact: jo.address,
  },
  {
    about: 'Reply-To of a script on a web host',
    mail: {
      ...from('office@shop.example'),
      replyTo: [jo],
      headers: [header('x-php-originating-script', '33:mail.php')],
    },
    contact: jo.address,
  },
  {
    about: 'a visitor with a function’s address, who filled in a form',
    mail: { ...from('wordpress@shop.example'), replyTo: [{ address: 'info@small-firm.example' }] },
    contact: 'info@small-firm.example',
  },
  {
    about: 'the first person in Reply-To behind a token',
    mail: { ...from('no-reply@tracker.example'), replyTo: [{ address: 'reply+a1b2c3d4e5@reply.tracker.example' }, jo] },
    contact: jo.address,
  },
  {
    about: 'the sender, where Reply-To is the support of the same shop',
    mail: { ...from('no-reply@shop.example'), replyTo: [{ address: 'support@shop.example' }] },
    contact: 'no-reply@shop.example',
  },
  {
    about: 'the sender, where Reply-To is the billing of the shop that a payment service writes for',
    mail: { ...from('no-reply@payments.example'), replyTo: [{ address: 'billing@shop.example' }] },
    contact: 'no-reply@payments.example',
  },
  {
    about: 'the sender, for a person with another Reply-To',
    mail: { from: jo, replyTo: [{ address: 'jo@home.example' }] },
    contact: jo.address,
  },
  {
    about: 'the sender, where an address that nobody reads has only another one in Reply-To',
    mail: { ...from('no-reply@a.example'), replyTo: [{ address: 'noreply@b.example' }] },
    contact: 'no-reply@a.example',
  },
];

/** Lists that put their own address into From. */
const lists: readonly PersonCase[] = [
  {
    about: 'X-Original-From of a group',
    mail: {
      ...from('help@lists.example', "'Jo Baker' via Help"),
      headers: [
        header('x-original-from', 'Jo Baker <jo@customer.example>'),
        header('x-original-sender', 'x@y.example'),
      ],
    },
    contact: jo.address,
  },
  {
    about: 'X-Original-Sender of a group of ours',
    mail: {
      ...from('help@ours.example', "'Jo Baker' via Help"),
      headers: [header('x-original-sender', 'jo@customer.example')],
    },
    contact: jo.address,
  },
  {
    about: 'X-Original-Sender where List-Post names the list in From',
    mail: {
      ...from('dev@lists.example', 'Jo via Dev'),
      headers: [header('list-post', '<mailto:dev@lists.example>'), header('x-original-sender', 'jo@customer.example')],
    },
    contact: jo.address,
  },
  {
    about: 'Reply-To of a list that says via',
    mail: {
      ...from('dev@lists.example', 'Jo via Dev'),
      replyTo: [jo],
      headers: [header('list-id', '<dev.lists.example>')],
    },
    contact: jo.address,
  },
  {
    about: 'the sender, where a list has left From alone and notes its author',
    mail: { from: jo, headers: [header('x-original-sender', 'other@elsewhere.example')] },
    contact: jo.address,
  },
  {
    about: 'the sender, where X-Original-From names a return path',
    mail: { ...from('dev@lists.example'), headers: [header('x-original-from', 'bounce-7-a=b.example@vps.example')] },
    contact: 'dev@lists.example',
  },
  {
    about: 'the sender, where X-Original-From is no address',
    mail: { ...from('dev@lists.example'), headers: [header('x-original-from', 'undisclosed')] },
    contact: 'dev@lists.example',
  },
];

/** Mail without From, and addresses that mail software has wrapped. */
const withoutFrom: readonly PersonCase[] = [
  {
    about: 'Sender, where there is no From',
    mail: { sender: jo, mailFrom: 'bounce-1-a=b.example@x.example' },
    contact: jo.address,
  },
  {
    about: 'the envelope sender, where there are neither From nor Sender',
    mail: { mailFrom: 'grace@sender.example' },
    contact: 'grace@sender.example',
  },
  envelopeOnly('VERP', 'bounce-771-jo=customer.example@vps.mailer.example'),
  envelopeOnly('VERP with a plus', 'bounces+jo=customer.example@mailer.example'),
  envelopeOnly('VERP of a list', 'list-bounces+jo=customer.example@lists.example'),
  envelopeOnly('VERP of ezmlm', 'list-return-42-jo=customer.example@lists.example'),
  envelopeOnly('VERP of SendGrid', 'bounces+123456-ab12-jo=customer.example@em7.shop.example'),
  envelopeOnly('VERP of Mailchimp', 'bounce-mc.us1_123.456-jo=customer.example@mail1.mcsv.example'),
  envelopeOnly('SRS0', 'SRS0=HHH=TT=customer.example=jo@forwarder.example', jo.address),
  envelopeOnly('SRS0 with a plus', 'SRS0+a1b2=ZZ=customer.example=jo@forwarder.example', jo.address),
  envelopeOnly('SRS0 with a minus', 'srs0-a1b2=zz=customer.example=jo@forwarder.example', jo.address),
  envelopeOnly('SRS1', 'SRS1=HHH=first.example==HHH=TT=customer.example=jo@second.example', jo.address),
  envelopeOnly('SRS that names nobody', 'SRS0=broken@forwarder.example'),
  envelopeOnly('SRS of Exchange Online', 'jo+SRS=abc12=ZZ=customer.example=jo@tenant.example'),
  envelopeOnly('BATV', 'prvs=1234567890=jo@customer.example', jo.address),
  envelopeOnly('BATV of Barracuda', 'btv1==123abc456def==jo@customer.example', jo.address),
  envelopeOnly('BATV of Exim', 'prvs=jo/1234567890@customer.example', jo.address),
  envelopeOnly('BATV around a return path', 'prvs=1234567890=bounces@mailer.example'),
  envelopeOnly(
    'the return path of Amazon SES',
    '0102018f3a2b4c5d-1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809-000000@eu-west-1.amazonses.com',
  ),
  envelopeOnly('a host for bounces', 'm-abc123@bounce.network.example'),
  envelopeOnly('a Google group', 'help+bncBDk4RVQ7@customer.example'),
  envelopeOnly('a forward of Gmail', 'jo+caf_=sales=inbound.localhost@gmail.com'),
  envelopeOnly('the owner of a list', 'owner-announce@lists.example'),
  envelopeOnly('the bounces of Mailman', 'announce-bounces@lists.example'),
  envelopeOnly('the daemon', 'MAILER-DAEMON@mx.example'),
  envelopeOnly('a no-reply address', 'no-reply@shop.example'),
  { about: 'nobody, without From and with the null sender', mail: { mailFrom: undefined }, contact: undefined },
  {
    about: 'the author in From that a forwarder has rewritten by SRS',
    mail: from('SRS0=HHH=TT=customer.example=jo@forwarder.example', 'Jo Baker'),
    contact: jo.address,
  },
  {
    about: 'the author in From under BATV',
    mail: from('prvs=1234567890=jo@customer.example', 'Jo Baker'),
    contact: jo.address,
  },
];

/** Relays and conversations at a service. */
const relays: readonly PersonCase[] = [
  nobody('VERP', 'bounce-771-jo=customer.example@vps.mailer.example'),
  nobody('the token of a GitHub conversation', 'reply+AABBCCDDEE1122334455@reply.github.com', 'Jo Baker'),
  nobody('LinkedIn’s address of all messages', 'hit-reply@linkedin.com', 'Jo Baker via LinkedIn'),
  nobody('the token of LinkedIn’s messages', 'inmail-hit-reply@linkedin.com', 'Jo Baker'),
  nobody('the token of an Airbnb conversation', '4c8f1d2a9b7e6053aa@reply.airbnb.com', 'Jo (Airbnb)'),
  nobody('the token of a ticket', 'ticket-3141592653@desk.example'),
  nobody('an address of Exchange’s directory', 'IMCEAEX-_O=ORG_OU=SITE_CN=RECIPIENTS_CN=JO@corp.example'),
  {
    about: 'nobody, where Reply-To is the token of a GitHub conversation',
    mail: {
      ...from('notifications@github.com', 'Jo Baker'),
      replyTo: [{ address: 'reply+AABBCCDDEE1122@reply.github.com' }],
    },
    contact: 'notifications@github.com',
  },
  {
    about: 'the person behind Apple’s relay',
    mail: from('abc_def_1234@privaterelay.appleid.com', 'Jo Baker'),
    contact: 'abc_def_1234@privaterelay.appleid.com',
  },
  {
    about: 'the person behind Craigslist',
    mail: from('f0e1d2c3b4a5968778695a4b3c2d1e0f@reply.craigslist.org', 'Jo Baker'),
    contact: 'f0e1d2c3b4a5968778695a4b3c2d1e0f@reply.craigslist.org',
  },
  {
    about: 'the person behind a Craigslist city',
    mail: from('4d2a9c1b7e@hous.craigslist.org', 'Jo Baker'),
    contact: '4d2a9c1b7e@hous.craigslist.org',
  },
  {
    about: 'the buyer behind Amazon’s marketplace',
    mail: from('abc123xyz@marketplace.amazon.com', 'Jo Baker'),
    contact: 'abc123xyz@marketplace.amazon.com',
  },
  {
    about: 'a person with a plus tag',
    mail: from('jo+postern=test@customer.example', 'Jo Baker'),
    contact: 'jo+postern=test@customer.example',
  },
  {
    about: 'a person with digits at a firm whose host is called inbound',
    mail: from('jo.baker2@inbound-logistics.example'),
    contact: 'jo.baker2@inbound-logistics.example',
  },
];

/** Addresses that our own integrations take mail at. */
const ownRoutes: readonly PersonCase[] = [
  nobody('an address of ours', 'sales@inbound.localhost', 'Sales'),
  nobody('an address of ours with a tag', 'sales+summer@inbound.localhost'),
  {
    about: 'nobody for an address of ours in the envelope',
    mail: { mailFrom: 'sales@inbound.localhost' },
    contact: undefined,
  },
  {
    about: 'Reply-To, where an address of ours has written for somebody',
    mail: { ...from('sales@inbound.localhost'), replyTo: [jo] },
    contact: jo.address,
  },
  {
    about: 'the sender, where a form names an address of ours in Reply-To',
    mail: { ...from('no-reply@forms.example'), replyTo: [{ address: 'sales@inbound.localhost' }] },
    contact: 'no-reply@forms.example',
  },
  {
    about: 'the envelope sender, where Sender is an address of ours',
    mail: { sender: { address: 'sales@inbound.localhost' }, mailFrom: 'grace@sender.example' },
    contact: 'grace@sender.example',
  },
];

/** Mails of strangers, by what their contact depends on. */
export const personCases: readonly PersonCase[] = [...forOthers, ...lists, ...withoutFrom, ...relays, ...ownRoutes];
