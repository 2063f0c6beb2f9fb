/**
 * Beginnings of the names of the months, folded (`foldText`), in the languages in which dates are read. A beginning is
 * long enough for all cases of the name ("listopadu", "kasım'da") and short enough for its abbreviation.
 */
const names: ReadonlyArray<string> = [
  'jan ene gen sty янв січ ian tammi led oca sijec saus jaan ιαν януар ינואר يناير มกร',
  'feb fev lut фев лют helmi uno subat veljac vasar veeb φεβ פברואר فبراير กุมภ',
  'mar mrt maa мар бер brez bre ozuj kovo μαρ מרץ مارس มีน',
  'apr abr avr kwi апр квіт huhti dub nis travn baland απρ אפריל أبريل ابريل เมษ',
  'may mai mag mei maj май мая мае трав touko kve svib geg μαι מאי مايو พฤษภ',
  'jun juin giu cze июн черв kes cer haz lipanj lipnj birz juun ιουν יוני يونيو iun มิถุน',
  'jul juil lug lip июл лип heina temm srpnj srpanj liepo juul ιουλ יולי يوليو iul cervenec cervenc กรกฎ',
  'aug ago aou sie авг серп elo srp agu kolov rugp αυγ אוגוסט أغسطس สิงห',
  'sep set wrz сен вер syys zar eyl ruj rugs szep σεπ ספטמבר سبتمبر กันย',
  'oct okt ott out paz окт жовт loka rij eki spali οκτ אוקטובר أكتوبر ตุลา',
  'nov noi lis ноя лист marras kas stud lapkr νοε ноем נובמבר نوفمبر พฤศจ',
  'dec dez dic gru дек груд joulu pro ara gruod dets δεκ דצמבר ديسمبر des ธันว',
];

/** Where one beginning is part of another (Czech June and July), the longer decides. */
const beginnings: ReadonlyArray<readonly [beginning: string, month: number]> = names
  .flatMap((line, index) => line.split(' ').map((beginning): [string, number] => [beginning, index + 1]))
  .toSorted(([first], [second]) => second.length - first.length);

/** The month, from 1, that a folded word names; absent when it names none. */
export const monthOf = (word: string): number | undefined =>
  beginnings.find(([beginning]) => word.startsWith(beginning))?.[1];
