import type { ExportIndex } from './export-index.ts';

/** The page of an export for somebody who knows nothing of the system. */
export function readMe({ address, tenant, madeAt, masked, mails, consent, traces, records }: ExportIndex): string {
  const written = mails.filter(({ role }) => role === 'author').length;
  const lines = [
    `Everything that is stored about ${address}`,
    '',
    `Made on ${madeAt} for ${tenant}.`,
    '',
    ...(masked ? maskedNotice : []),
    `mails/        ${count(mails.length, 'mail')}, ${written} of them written by this address. Each has a folder with the mail as it`,
    '              arrived (mail.eml, which any mail program opens), what was read in it (event.json), when and how it',
    '              arrived (receipt.json), what was done with it (deliveries.json) and its files (attachments/).',
    'unread/       mails that could not be read; the folder is absent where there are none.',
    `consent.json  what this address may be sent, and the ${count(consent.changes, 'change')} that led to it: record is the state of`,
    '              today, history is every statement with its time and its source, and targets is what each other',
    '              system was told.',
    `traces.json   ${count(traces.rows, 'other entry', 'other entries')} of the database in which the address, or a code made of it, occurs.`,
    'index.json    a list of all of this, for programs.',
    '',
    ...(records.length === 0
      ? ['Nothing was written to another system.']
      : [
          'These records were written to, or found in, other systems. Those systems keep them; ask their owners:',
          ...[...new Set(records.map(({ connection, step, id }) => `  ${connection}: ${step} ${id}`))],
        ]),
    '',
    'Before you hand this over: mails may hold words and addresses of other people, who have rights of their own.',
    '',
  ];
  return lines.join('\n');
}

const maskedNotice = [
  'This export is masked: the mails themselves, their words and subjects, names and files are left out, and addresses are',
  'shortened. It is for somebody who checks what is stored, and no answer to the person.',
  '',
];

const count = (number: number, singular: string, plural = `${singular}s`): string =>
  `${number} ${number === 1 ? singular : plural}`;
