import { phrases } from '../phrases.ts';

/** Words before the day on which somebody works again. */
export const returnsOn = phrases`
  back 
  return(?:ing)?\b
  resum(?:e|es|ing)\b
  re-?open(?:s|ing)?\b
  again from
  wiedereroffn
  reouv
  reabr
  riapr
  heropen
  palattua
  available (?:again|from|on|as of)
  reachable (?:from|on|as of)
  verfugbar ab
  disponible (?:a partir|des le|de nuevo|le )
  joignable (?:a partir|des le|le )
  disponivel a partir
  disponibile (?:dal|da |a partire)
  raggiungibile (?:dal|da |a partire)
  bereikbaar vanaf
  dostepn\S* od
  tillganglig (?:fran|fr o m|igen)
  k dispozici od
  доступ\S* с 
  на связи с 
  reachable again
  at work again
  again (?:on|from|as of)
  in the office (?:again )?(?:on|from|as of)
  wieder
  zuruck
  erreichbar ab
  ruckkehr
  retour
  reviens
  reviendrai
  rentre(?:rai)?
  a nouveau
  de nouveau
  reprend(?:s|rai|re)
  regres(?:o|are|are|o|ando|saremos)
  regress[oa]
  regressarei
  vuelv
  volvere
  de vuelta
  reincorpor
  estare de vuelta
  nuevamente
  de nuevo
  rientr
  ritorn
  torn(?:o|ero|iamo|eremo)\b
  di nuovo
  nuovamente
  volt(?:o|arei|amos|aremos|ando)\b
  retorn
  de volta
  novamente
  terug
  weer 
  opnieuw
  wrac
  wroc
  powr
  ponownie
  znow
  bede w (?:biurze|pracy)
  tillbaka
  ater(?:kommer|vander| )
  aterkomst
  tilbage
  tilbake
  igen
  igjen
  palaa
  takaisin
  jalleen
  toissa (?:taas|jalleen)
  vrat
  vrac
  zpet
  zpatky
  opet
  znovu
  spat 
  opat
  vissza
  ujra
  revin
  inapoi
  ma intorc
  voi reveni
  верн
  возвращ
  выхо(?:жу|дим)
  выйд
  приступ
  снова
  буду (?:снова )?(?:на (?:рабочем )?месте|в офисе|доступ|на работе|на связи)
  поверн
  вийду
  знову
  връщ
  отново
  donece
  donuyor
  donus
  tekrar
  is ?basi
  επιστρε
  ξανα
  אחזור
  חוזר
  אשוב
  סאחזור
  سأعود
  العودة
  أعود
  vracam
  vratit
  ponovno
  nazaj
  vrnem
  grisiu
  griz
  atgriez
  naas(?:en)?
  tagasi
  kembali
  tro lai
  quay lai
  torno
  tornare
  復帰
  出社
  戻
  業務(?:を)?再開
  営業(?:を)?再開
  通常(?:通り|どおり)
  より(?:出社|通常|業務|営業|復帰)
  返回
  回来
  回來
  回到
  恢复
  恢復
  上班
  返岗
  返崗
  复工
  销假
  복귀
  출근
  돌아
  업무(?:를)? ?재개
  กลับ
`;

/** Words before the last day away, or before the day of return: common usage does not part them. */
export const until = phrases`
  until\b
  till?\b
  'til
  to\b
  bis\b
  jusqu'
  jusque
  au\b
  hasta
  al\b
  fino
  sino
  ate\b
  a\b
  tot\b
  do\b
  fram till
  frem til
  til\b
  lidz
  iki
  fins
  pana
  до\b
  до 
  μεχρι
  εως
  עד 
  حتى
  إلى 
  sampai
  den\b
  hingga
  dopo
  至
  到
  ถึง
`;

/** The same behind the day. */
export const untilBefore = phrases`
  saakka
  asti
  kadar
  ig\b
  まで
  迄
  까지
`;

/** Words beside the last day of absence: the return is on the day after. */
export const inclusive = phrases`
  inclusive
  including
  incl\b
  einschlie(?:ss|s)lich
  inkl
  inklusive
  inclus\b
  incluse
  incluido
  incluida
  incluso
  compreso
  compresa
  inclusi?v[oe]
  inclusief
  wlacznie
  mukaan lukien
  vcetne
  vratane
  bezarolag
  inclusiv
  включительно
  включно
  включително
  dahil
  συμπεριλαμβ
  ועד בכלל
  ضمنا
  ukljucno
  vkljucno
  imtinai
  ieskaitot
  termasuk
  当日
  포함
`;

/** Words before the last day of absence. */
export const through = phrases`
  through\b
  thru\b
  up to and including
  tot en met
  t/m\b
  till och med
  t\.?o\.?m\b
  til og med
  по 
`;
