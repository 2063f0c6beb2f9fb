/** Meanings of the ids in an event's reasons, in words for people. */
const meanings: Readonly<Record<string, string>> = {
  'dmarc.pass': 'DMARC passes: the sender’s domain stands behind the mail',
  'dmarc.fail': 'DMARC fails: the sender’s domain does not stand behind the mail',
  'dkim.pass': 'a DKIM signature holds',
  'dkim.fail': 'the DKIM signature does not hold',
  'spf.pass': 'SPF passes: the sending host may send for the envelope’s domain',
  'spf.fail': 'SPF fails: the sending host may not send for the envelope’s domain',
  'arc.pass': 'a forwarder vouches for it by ARC',
  'envelope.other-domain': 'envelope sender and From belong to different organizations, and no signature ties them',
  'reply-to.other-domain': 'answers would go to another organization than the sender’s',
  'reply-to.free-mail': 'answers would go to a public mailbox, though the sender is a company',
  'from.missing': 'there is no sender that could be mailed',
  'from.several': 'it names several senders, and mail programs differ in the one that they show',
  'from.invisible-characters': 'its sender is written with characters that nobody sees',
  'message-id.missing': 'there is no Message-ID',
  'name.other-address': 'the display name shows another address or domain than the real one',
  'name.mixed-script': 'the display name mixes alphabets, or imitates letters',
  'subject.disguised': 'the subject holds characters that nobody sees, or letters that look like others',
  'domain.own-unproven': 'it claims a domain of ours and cannot prove it',
  'domain.look-alike': 'its domain looks like one of ours',
  'domain.mixed-script': 'its domain mixes alphabets',
  'domain.look-alike-letters': 'its domain is written with letters that look like others',
  'link.user-part': 'a link shows a name before the host to which it leads',
  'link.disguised-host': 'the host of a link is written with letters that look like others',
  'spam.fail': 'the receiver calls it spam',
  'virus.fail': 'the receiver found a virus',
  'attachment.blocked': 'an attachment would run',
  'attachment.suspicious': 'an attachment is suspicious',
  'list.allowed': 'the sender is on the allow list',
  'list.blocked': 'the sender is on the block list',
  'name.bidirectional-override': 'the file name holds marks that make it read as another',
  'name.executable': 'the file name is a program’s',
  'name.script': 'it is a script, by its name or its first line',
  'name.double-extension': 'a harmless ending stands before the real one',
  'name.macro-enabled': 'the file name is that of a document with macros',
  'name.padded': 'blanks hide the end of the file name',
  'type.executable': 'its bytes are a program’s',
  'type.mismatch': 'its bytes are not what is declared',
  'type.polyglot': 'its bytes are of two formats at once',
  'type.not-inspected': 'the format is not known, so that nothing looked into it',
  'type.encrypted': 'the file is encrypted, so that nobody can look into it',
  'inspection.failed': 'the inspection itself failed',
  'malware.eicar-test': 'the test file of virus scanners',
  'html.script': 'a page that runs scripts when it is opened',
  'html.form': 'a page that asks for a password, or sends what is typed to somebody',
  'html.redirect': 'a page that leads to another one when it is opened',
  'html.frame': 'a page that shows one of somebody else',
  'html.program-link': 'a page with a link that starts a program',
  'calendar.program-link': 'an entry of the calendar or card starts a program, or asks a file server',
  'xml.entity': 'its markup stands in declarations that are not expanded',
  'message.not-opened': 'a mail or saved page with files in it that are not opened',
  'text.encoded-file': 'a text with a file in it that is not opened',
  'rtf.object': 'the document holds an object that may run',
  'archive.executable': 'there is a program or script in the file',
  'archive.encrypted': 'the archive is encrypted, so that nobody can look into it',
  'archive.bomb': 'the archive would grow beyond measure',
  'archive.deep': 'archives within archives, deeper than is looked',
  'archive.broken': 'the archive cannot be read',
  'archive.format': 'an archive of a format that is not opened',
  'archive.unread': 'the archive holds a file that could not be inspected, or more than it lists',
  'archive.path': 'the archive writes files outside its folder when it is unpacked',
  'office.macros': 'the document holds macros',
  'office.activex': 'the document holds ActiveX controls',
  'office.encrypted': 'the document is encrypted',
  'office.embedded-object': 'the document embeds a file that can be run',
  'office.remote-template': 'the document loads its template, which may have macros, from another machine',
  'office.external-content':
    'the document loads content from another machine, or a link or an action in it starts a program',
  'office.dde': 'the document asks another program for its content (DDE)',
  'office.attached-files': 'the message holds files that are not opened',
  'office.unread': 'a part of the document could not be read',
  'pdf.unread': 'the PDF holds objects that could not be unpacked',
  'pdf.javascript': 'the PDF runs JavaScript',
  'pdf.launch': 'the PDF starts a program',
  'pdf.embedded-file': 'the PDF carries files that could not be opened',
  'pdf.submit-form': 'the PDF sends what is filled in',
  'pdf.encrypted': 'the PDF is encrypted',
  'refused.by-setting': 'the integration does not take files of this kind',
  'size.file-cap': 'the file is larger than the integration takes',
  'size.mail-cap': 'the files together are larger than the integration takes',
  'size.not-inspected': 'the file is larger than what is looked into',
  'antivirus.clean': 'the antivirus engine found nothing',
  'antivirus.pending': 'the antivirus scan has not ended',
  'antivirus.unavailable': 'the antivirus engine did not answer',
  'antivirus.unsupported': 'the antivirus engine does not open the file',
};

/** The meaning of a finding; an antivirus engine's own name of a threat is its meaning. */
export const findingMeans = (id: string): string =>
  meanings[id] ?? (id.startsWith('antivirus.') ? `the antivirus engine found ${id.slice('antivirus.'.length)}` : id);

/**
 * The verdicts of the receiver, for people.
 *
 * @param verdicts by check, as in `spf` and `pass`
 */
export function verdictsMean(verdicts: ReadonlyArray<readonly [check: string, verdict: string | undefined]>): string[] {
  if (verdicts.length === 0) return ['the receiver gave no verdicts; headers that claim some are not believed'];
  const list = verdicts.map(([check, verdict]) => `${check} ${verdict}`).join(', ');
  const isUnasked = verdicts.some(([, verdict]) => verdict === 'temperror');
  return [
    `the receiver’s verdicts: ${list}`,
    ...(isUnasked
      ? [
          'temperror: the receiver could not ask DNS, and knows neither way; on a laptop without DNS it is so for each mail',
        ]
      : []),
  ];
}
