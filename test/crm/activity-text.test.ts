import {
  asHtml,
  fieldLines,
  footOf,
  htmlWithFoot,
  isMarked,
  linkLine,
  markerOf,
  taskText,
  textWithLink,
  trustLine,
  withFoot,
} from '../../lambdas/crm/activity-text.ts';
import { anActivity, aTask, marker } from './scripted-http.ts';

const url = 'https://api.example/m/k1';

describe('markerOf and hasMarker', () => {
  it('make the marker from a part of the external id, and from no word of the mail', () => {
    expect(markerOf(anActivity())).toBe(marker);
  });

  it.each([
    [`text ${marker} more`, true],
    ['text postern-ffff', false],
    ['', false],
    [null, false],
    [undefined, false],
  ])('find the marker in %j: %j', (text, expected) => {
    expect(isMarked(text, anActivity())).toBe(expected);
  });
});

describe('linkLine', () => {
  it.each([
    [undefined, ''],
    [{ url, attachments: 0 }, `The whole mail: ${url}\n`],
    [{ url, attachments: 1 }, `The whole mail with 1 attachment: ${url}\n`],
    [{ url, attachments: 2 }, `The whole mail with 2 attachments: ${url}\n`],
  ])('writes %j as %j', (link, line) => {
    expect(linkLine({ link })).toBe(line);
  });
});

describe('trustLine', () => {
  it.each([
    [undefined, ''],
    [{ score: 50, reasons: [] }, 'Trust 50 of 100\n'],
    [{ score: 5, reasons: ['dmarc.fail', 'spf.fail'] }, 'Trust 5 of 100: dmarc.fail, spf.fail\n'],
  ])('writes %j as %j', (trust, line) => {
    expect(trustLine(trust === undefined ? anActivity() : anActivity({ trust }))).toBe(line);
  });
});

describe('foot and withFoot', () => {
  it('put the link, the mapped fields and the ids in this order', () => {
    const trust = { score: 90, reasons: ['dmarc.pass'] };
    const activity = anActivity({ link: { url, attachments: 0 }, trust, fields: { Region: 'EMEA', Score: 7 } });

    expect(footOf(activity, 'more')).toBe(
      `\n\n-- \nThe whole mail: ${url}\nTrust 90 of 100: dmarc.pass\nRegion: EMEA\nScore: 7\ninbound · human · default@1 · evt_1 · more`,
    );
    expect(fieldLines(undefined)).toBe('');
  });

  it('keep the foot whole under a text that is cut', () => {
    const text = withFoot('x'.repeat(1000), '\nfoot', 400);

    expect(text).toHaveLength(400);
    expect(text).toMatch(/\]\nfoot$/);
  });

  it('write the link alone where the CRM has fields for the rest', () => {
    expect(textWithLink(anActivity({ text: 'Hello' }), 100)).toBe('Hello');
    expect(textWithLink(anActivity({ text: 'Hello', link: { url, attachments: 0 } }), 100)).toBe(
      `Hello\n\n-- \nThe whole mail: ${url}\n`,
    );
  });
});

describe('taskText', () => {
  it('names the mail and carries the marker', () => {
    expect(taskText(aTask({ link: { url, attachments: 0 } }))).toBe(`The whole mail: ${url}\nevt_1 · ${marker}`);
  });
});

describe('asHtml', () => {
  it('escapes the markup of a sender and keeps the lines', () => {
    expect(asHtml('<b>a</b>\n& "b"')).toBe('&lt;b&gt;a&lt;/b&gt;<br>&amp; &quot;b&quot;');
  });
});

describe('htmlWithFoot', () => {
  it.each([
    ['keeps the format of the mail above its foot', '<p>Hi</p>', 100, '<p>Hi</p><br>a &lt;b&gt;'],
    [
      'leaves out pictures that only our own page can show',
      '<p>A<img alt="x" src="/attachments/evt_1/0">B<img src="cid:1">C<img src="https://a.example/b.png"></p>',
      200,
      '<p>ABC<img src="https://a.example/b.png"></p><br>a &lt;b&gt;',
    ],
    ['takes HTML that just fits', '<p>Hi</p>', 24, '<p>Hi</p><br>a &lt;b&gt;'],
    ['cuts no HTML, which would then show anything', '<p>Hi</p>', 23, undefined],
    ['has nothing to show of a mail without HTML', undefined, 100, undefined],
  ])('%s', (_what, html, maxSize, expected) => {
    expect(htmlWithFoot(html === undefined ? {} : { html }, '\na <b>', maxSize)).toBe(expected);
  });

  it('counts in the unit of the vendor', () => {
    expect(htmlWithFoot({ html: 'ää' }, '', 3, Buffer.byteLength)).toBeUndefined();
    expect(htmlWithFoot({ html: 'ää' }, '', 4, Buffer.byteLength)).toBe('ää');
  });

  it('takes a time that grows with the text alone, whatever a sender writes', () => {
    const started = performance.now();
    htmlWithFoot({ html: '<img '.repeat(200_000) }, '', 10);
    htmlWithFoot({ html: `<img ${'src="'.repeat(200_000)}>` }, '', 10);

    expect(performance.now() - started).toBeLessThan(2000);
  });
});
