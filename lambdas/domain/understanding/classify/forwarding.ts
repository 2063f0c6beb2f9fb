import { compact } from '../../../compact.ts';
import { domainOf, isMailable, normalizeAddress } from '../../mail/address.ts';
import { anyOf } from '../../mail/any-of.ts';
import { isUnreadAddress } from '../../mail/machine-address.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { Rule } from './rule.ts';

/** A mailbox provider that asks the owner of an address before it forwards mail there. */
interface ForwardingService {
  readonly name: string;
  /** Organizations from whose hosts it writes. */
  readonly senders: readonly string[];
  /** Addresses of it that write nothing else: their mail needs no words. */
  readonly only?: readonly string[];
  /** Hosts of its confirmation links, and hosts below them. */
  readonly hosts: readonly string[];
  /** Paths of links that confirm, where the mail also has others, as to decline. */
  readonly path?: RegExp;
}

/** @see https://support.google.com/mail/answer/10957 (Gmail asks by mail, in the language of the account) */
const services: readonly ForwardingService[] = [
  {
    name: 'gmail',
    senders: ['google.com', 'googlemail.com'],
    only: ['forwarding-noreply@google.com', 'forwarding-noreply@googlemail.com'],
    hosts: ['mail-settings.google.com', 'mail.google.com', 'isolated.mail.google.com'],
    path: /^\/mail\/(?:u\/\d+\/)?vf-/,
  },
  {
    name: 'outlook',
    senders: ['microsoft.com', 'outlook.com', 'live.com', 'office.com', 'office365.com', 'hotmail.com'],
    hosts: ['live.com', 'outlook.com', 'microsoft.com', 'office.com', 'office365.com', 'microsoftonline.com'],
  },
  { name: 'yahoo', senders: ['yahoo.com', 'yahoo-inc.com', 'yahooinc.com'], hosts: ['yahoo.com'] },
  {
    name: 'zoho',
    senders: ['zoho.com', 'zoho.eu', 'zoho.in', 'zohomail.com'],
    hosts: ['zoho.com', 'zoho.eu', 'zoho.in'],
  },
  { name: 'icloud', senders: ['apple.com', 'icloud.com'], hosts: ['icloud.com', 'apple.com'] },
  { name: 'yandex', senders: ['yandex.ru', 'yandex.com'], hosts: ['yandex.ru', 'yandex.com'] },
  { name: 'fastmail', senders: ['fastmail.com', 'fastmailteam.com'], hosts: ['fastmail.com'] },
];

/** Local parts of providers' own mail that do not say that nobody reads them. */
const ofProvider =
  /^(?:member_?services|account-?security|account|accounts|outlook(?:team)?|security|notifications?|mail|postmaster|support)(?:[-_.+][^@]*)?@/i;

const forwards = new RegExp(
  anyOf`
    forward|weiterleit|transf[ée]r(?:t|er)|reenv[ií]|reencaminh|encaminh|inoltr|doorst(?:ur|u)|doorgest|vidarebefordr|videresend
    przek(?:az|ier)|пересыл|переадрес|předáv|přepos|továbbít|yönlendir|转发|轉寄|转寄|転送|전달|chuyển tiếp
  `,
  'iu',
);
const confirms = new RegExp(
  anyOf`
    confirm|verif|vérif|bestätig|bevestig|bekräft|bekræft|bekreft|potwierd|potvr[dď]|подтверд|підтверд|megerősít|onayla|doğrula
    确认|確認|驗證|验证|확인|xác nhận
  `,
  'iu',
);

/** The most text that is looked at: such mails are short. In UTF-16 code units. */
const maxText = 20_000;

/** A mailbox provider asks whether mail may be forwarded to an address of ours. Only an operator can answer that. */
export const forwardingConfirmation: Rule = ({ mail, recipients }) => {
  const from = normalizeAddress(mail.from?.address ?? '');
  const service = serviceOf(from);
  if (service === undefined) return undefined;
  const text = `${mail.subject ?? ''}\n${(mail.text ?? '').slice(0, maxText)}`;
  const isItsOnly = service.only?.includes(from) === true;
  if (!isItsOnly && !(forwards.test(text) && confirms.test(text))) return undefined;
  const url = linkOf(service, mail);
  const code = codeOf(text);
  if (url === undefined && (code === undefined || !isItsOnly)) return undefined;
  const account = accountIn(text, recipients, service);
  return {
    kind: 'automated',
    confidence: 0.95,
    forwarding: compact({ service: service.name, account, url, code }),
    because: `${service.name} asks whether mail may be forwarded to this address`,
  };
};

function serviceOf(from: string): ForwardingService | undefined {
  const domain = domainOf(from) ?? '';
  const service = services.find(({ senders }) => senders.some((sender) => isOrBelow(domain, sender)));
  if (service === undefined) return undefined;
  return service.only?.includes(from) || isUnreadAddress(from) || ofProvider.test(from) ? service : undefined;
}

const isOrBelow = (host: string, domain: string): boolean =>
  host.endsWith(domain) && (host.length === domain.length || host[host.length - domain.length - 1] === '.');

/** Links with their letters; the sanitized HTML has the same ones in quotes. */
const link = /https:\/\/[^\s"'<>()[\]{}]{5,2000}/g;

/** The link that confirms: on a page of the provider itself, so that a forged mail leads nowhere else. */
function linkOf({ hosts, path }: ForwardingService, { text = '', html = '' }: ParsedMail): string | undefined {
  for (const source of [text, html.replaceAll('&amp;', '&')])
    for (const [candidate] of source.slice(0, maxText).matchAll(link)) {
      const url = URL.canParse(candidate) ? new URL(candidate) : undefined;
      if (url === undefined || url.username !== '' || !hosts.some((host) => isOrBelow(url.hostname, host))) continue;
      if (path === undefined ? forwardingPath.test(url.pathname + url.search) : path.test(url.pathname))
        return url.href;
    }
  return undefined;
}

/** Words in the links of providers without a known path: not those to help pages and terms. */
const forwardingPath = /verif|confirm|forward|fwd|activat|approve/i;

/** The code stands in the subject behind a `#`, or at the end of a line behind words that name it, in any language. */
const codeOf = (text: string): string | undefined =>
  /^[^\n]{0,40}[(（]?#\s?(\d{6,12})/.exec(text)?.[1] ??
  /^[^\n\d:：]{1,60}[:：][ \t]*(\d{6,12})[ \t]*\r?$/m.exec(text)?.[1];

/** The mailbox that is to be forwarded: the first address that is neither ours nor the provider's own. */
function accountIn(text: string, recipients: readonly string[], { senders }: ForwardingService): string | undefined {
  const own = new Set(recipients.map(normalizeAddress));
  return (text.match(/[^\s"'<>()[\]{}:;,，、。「」@]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/gi) ?? [])
    .map(normalizeAddress)
    .find((address) => isMailable(address) && !own.has(address) && !isOwnMachine(address, senders));
}

const isOwnMachine = (address: string, senders: readonly string[]): boolean =>
  isUnreadAddress(address) && senders.some((sender) => isOrBelow(domainOf(address) ?? '', sender));
