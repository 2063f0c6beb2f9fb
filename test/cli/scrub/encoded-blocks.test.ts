import { scrubBlocks } from '../../../cli/scrub/encoded-blocks.ts';
import { createPseudonyms } from '../../../cli/scrub/pseudonyms.ts';

const pseudonyms = createPseudonyms(Buffer.alloc(32, 7));
const scrub = (text: string): string => scrubBlocks(text, pseudonyms, (words) => words.toUpperCase());

describe('a text with a file in it', () => {
  it('keeps the lines of the file and loses its bytes and its name', () => {
    const scrubbed = scrub('hello\nbegin 644 ada.txt\n#4V%L\n`\nend\nbye');

    expect(scrubbed.split('\n')).toEqual([
      'HELLO',
      'begin 644 file.bin',
      expect.stringMatching(/^#[\dA-F]{4}$/),
      '`',
      'end',
      'BYE',
    ]);
  });

  it('without an end is a file to its last line', () => {
    expect(scrub('begin 644 ada.txt\nAda\n')).not.toMatch(/ada/i);
  });

  it('begins none by the word alone', () => {
    expect(scrub('we begin now\nend')).toBe('WE BEGIN NOW\nEND');
  });
});
