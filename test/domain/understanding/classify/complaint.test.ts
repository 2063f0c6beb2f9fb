import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import {
  dmarcReport,
  feedbackLoop,
  feedbackReport,
  flattenedFeedback,
  topicComplaint,
} from '../../../../lambdas/domain/understanding/classify/complaint.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const input = (changes: Partial<ParsedMail>) => ({ mail: aParsedMail(changes), recipients: [] });
const fields =
  'Feedback-Type: abuse\nUser-Agent: FBL/1\nVersion: 1\nOriginal-Rcpt-To: <ada@customer.example>\nSource-IP: 203.0.113.9';

describe('feedbackReport', () => {
  it('reads type, recipients and source of a report', () => {
    const found = feedbackReport(input({ report: fields, returned: 'Message-ID: <a@ours.example>' }));

    expect(found).toMatchObject({
      kind: 'complaint',
      complaint: {
        feedbackType: 'abuse',
        recipients: ['ada@customer.example'],
        originalMessageId: 'a@ours.example',
        sourceIp: '203.0.113.9',
      },
    });
  });

  it('reads the fields in the text of a report that has no part for them', () => {
    const contentType = { type: 'multipart/report', reportType: 'feedback-report' };

    expect(feedbackReport(input({ text: `A report:\n\n${fields}`, contentType }))?.complaint?.recipients).toEqual([
      'ada@customer.example',
    ]);
  });

  it('reads the recipient in our return path where the provider struck it out', () => {
    const report = 'Feedback-Type: abuse\nOriginal-Mail-From: <b+ada=customer.example@ours.example>';

    expect(feedbackReport(input({ report, returned: 'To: redacted@isp.example' }))?.complaint?.recipients).toEqual([
      'ada@customer.example',
    ]);
  });

  it('finds none in a mail without feedback fields', () => {
    expect(feedbackReport(input({ report: 'Action: failed' }))).toBeUndefined();
  });
});

describe('flattenedFeedback', () => {
  it('reads the fields in a text', () => {
    expect(flattenedFeedback(input({ text: `A report:\n\n${fields}` }))?.kind).toBe('complaint');
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['people who answer one', { text: fields, inReplyTo: 'x@y.example' }],
    ['a single field', { text: 'Feedback-Type: abuse' }],
  ])('does not take %s for a report', (_name, changes) => {
    expect(flattenedFeedback(input(changes))).toBeUndefined();
  });
});

describe('topicComplaint', () => {
  it('reads a notification of SES', () => {
    const text =
      '{"notificationType":"Complaint","complaint":{"complaintFeedbackType":"abuse","complainedRecipients":[{"emailAddress":"ada@customer.example"}]}}';

    expect(topicComplaint(input({ text }))?.complaint).toEqual({
      feedbackType: 'abuse',
      recipients: ['ada@customer.example'],
    });
  });
});

describe('feedbackLoop', () => {
  it.each<[string, Partial<ParsedMail>, boolean]>([
    ['Microsoft’s subject', { subject: 'complaint about message from 203.0.113.9' }, true],
    [
      'a loop’s address and subject',
      { from: { address: 'fbl@isp.example' }, subject: 'Abuse report', returned: 'To: a@b.example' },
      true,
    ],
    ['SpamCop', { from: { address: '7@reports.spamcop.net' }, subject: '[SpamCop (203.0.113.9) id:7]Offer' }, true],
    ['a person’s complaint', { subject: 'A complaint about the engine' }, false],
  ])('judges %s', (_name, changes, isLoop) => {
    expect(feedbackLoop(input(changes)) !== undefined).toBe(isLoop);
  });
});

describe('dmarcReport', () => {
  it('goes by the subject of an aggregate report', () => {
    const subject = 'Report Domain: ours.example Submitter: isp.example Report-ID: 1';

    expect([dmarcReport(input({ subject }))?.kind, dmarcReport(input({}))]).toEqual(['automated', undefined]);
  });
});
