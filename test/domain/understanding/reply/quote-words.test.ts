import {
  appleForward,
  forwardMarker,
  headerOpening,
  originalMarker,
  quotingWords,
  replyAbove,
  wroteAtEnd,
  wroteVerb,
} from '../../../../lambdas/domain/understanding/reply/quote-words.ts';

describe('words around a quote', () => {
  it.each<[string, RegExp, string[]]>([
    [
      'the verb of a quote header',
      wroteVerb,
      ['Ada wrote', 'Am Montag schrieb Ada', 'Ada a écrit', 'Ada escribió', 'Ada ha scritto', 'Ada написал', '写道'],
    ],
    [
      'the opening of a quote header',
      headerOpening,
      [
        'On Mon, Nov 2',
        'Am 2.11.2026',
        'Le lun. 2 nov.',
        'Il giorno 2 nov',
        'W dniu 2.11.',
        '2026-11-02',
        '2 Nov 2026',
      ],
    ],
    ['the verb at the end', wroteAtEnd, ['Ada wrote:', 'Ada schrieb am Montag:', 'Ada a écrit :', 'Ada napisała:']],
    ['a header without a verb', quotingWords, ['Quoting Ada', 'Zitat von Ada', 'In article 5', '<ada@b.example>:']],
    [
      'a divider above the original',
      originalMarker,
      [
        '-----Original Message-----',
        '-----Ursprüngliche Nachricht-----',
        "-----Message d'origine-----",
        '----- Mensaje original -----',
        '-----Исходное сообщение-----',
        '------ 原始邮件 ------',
      ],
    ],
    [
      'a divider above a forwarded mail',
      forwardMarker,
      [
        '---------- Forwarded message ---------',
        '-------- Weitergeleitete Nachricht --------',
        '---------- Mensaje reenviado ----------',
        '-------- Пересылаемое сообщение --------',
        '---------- 転送メッセージ ----------',
      ],
    ],
    [
      'the line of Apple Mail',
      appleForward,
      ['Begin forwarded message:', 'Anfang der weitergeleiteten Nachricht:', 'Début du message transféré :'],
    ],
    [
      'the line of help desks',
      replyAbove,
      ['##- Please type your reply above this line -##', 'Bitte antworten Sie oberhalb dieser Linie'],
    ],
  ])('match %s', (_name, pattern, lines) => {
    expect(lines.filter((line) => !pattern.test(line))).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    ['the verb of a quote header', wroteVerb, ['Ada types', 'underwriters', 'The saidiya road']],
    ['the opening of a quote header', headerOpening, ['Only yesterday', 'Amid the noise', 'Hello, on Monday']],
    ['the verb at the end', wroteAtEnd, ['Ada wrote', 'She wrote it. Then:']],
    ['a header without a verb', quotingWords, ['We are quoting you', 'An article: read it']],
    ['a divider above the original', originalMarker, ['Original Message', '--- Original paintings ---']],
    ['a divider above a forwarded mail', forwardMarker, ['Forwarded message', '--- Forwarding agents ---']],
    ['the line of Apple Mail', appleForward, ['We begin forwarded message tests', 'Begin message']],
    ['the line of help desks', replyAbove, ['My reply is above average', 'See above this line']],
  ])('do not match %s in a near miss', (_name, pattern, lines) => {
    expect(lines.filter((line) => pattern.test(line))).toEqual([]);
  });
});
