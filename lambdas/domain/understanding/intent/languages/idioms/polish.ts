import type { Words } from '../../vocabulary.ts';

/** Turns of phrase of Polish whose words alone do not say what they mean. */
export const polishIdioms: Words = {
  'says-opt-out': `
    nigdy nie wyrażał*, nigdy się nie zapisywał*, nigdy nie prosił*, wycofuję zgodę, cofam zgodę, uodo,
    nic więcej na ten, zapomnij* .. adres*, dalej piszecie, dalej wysyłacie, nadal piszecie, nic mi więcej,
    nic więcej nie przysył*, dajcie mi spokój, dajcie nam spokój, daj mi spokój, proszę dać mi spokój, święty spokój,
    spokój, rodo, artykuł 17, art 17, prawo do bycia, nie życzę sobie, nie życzymy sobie, nie pisz*, nie wysyła*,
    nie przysyła*, nie kontakt*, nie dzwoń*, odczepcie się, proszę o zaprzestanie, rezygnuję z subskrypcji,
    rezygnuję z newslettera, rezygnuję z mail*, zapomnijcie o, koniec z, zostawcie mnie, nie nękaj*, nie nękać,
    dość spamu, dość reklam
  `,
  'says-no': `
    już zlecon*, zostało zlecone, odpowiedź pozostaje, moja odpowiedź, nasza odpowiedź, nic się nie da,
    nic nie poradzimy, narzuca nam, narzucone, nie zlecamy, zamykamy firmę, zamykamy działalność, likwidacj*,
    upadłoś*, emerytur*, zrobimy sami, robimy sami, sami to zrobimy, zbudujemy sami, nie została wybrana,
    nie wybraliśmy, polityka firmy, z zasady nie, nie kupujemy, cięcia, rozczarowan*, straciliśmy zaufanie,
    odpowiedź brzmi nie, zbyt ryzykown*, zbyt skomplikowan*, za późno, projekt został anulowany, projekt odwołan*,
    projekt upadł, to nie nasza branża, nie nasza, mimo wszystko dziękuj*, sprzedaliśmy firmę, inne plany,
    inne priorytety, nie możemy sobie, nie stać, przesada, za duż*, zbyt duż*, za mał*, pomylili, pomyłka,
    niewłaściwa firma, nie mamy nikogo, nie ma kto, nie mamy kto, nie dziękuję, nie dziekuje, dziękuję nie,
    dziękuję ale nie, to nie dla nas, nie dla nas, nie dla mnie, raczej nie, niestety nie, nie skorzystamy,
    nie skorzystam, nie ma sensu, nie ma szans, strata czasu, powodzenia, za drogo, zbyt drogo, nie stać nas,
    bez szans, nic z tego, nie tym razem, nie będziemy, nie zdecydujemy, nie zdecydowaliśmy, nie szukamy,
    nie interesuje, musimy odmówić, muszę odmówić, odmowna, nie wchodzi w grę, nie ma mowy, szkoda czasu, chyba nie,
    nie przekonuje, nie widzimy, nie widzę, nie potrzeba, nie trzeba, to nie to, nie chcemy tego
  `,
  'says-yes': `
    idźmy dalej, idziemy dalej, szukaliśmy czegoś, szukaliśmy, czegoś takiego, ruszajmy, ruszamy,
    zamówienie jest wasze, zlecenie jest wasze, budżet zatwierdzony, budżet został zatwierdzony, szef się zgodził,
    szef się zgadza, mamy zielone, jaki jest następny, co dalej, jak działamy, podpisaną umowę, podpisana umowa,
    jestem otwart*, jesteśmy otwarci, w dobrym czasie, z mojej strony ok, z naszej strony ok, do czwartku,
    do zobaczenia w, czy ma pan czas, czy ma pani czas, kiedy możecie, kiedy może pan, dobry pomysł, podpisuję,
    trudno odmówić, nie sposób odmówić, chcemy to mieć, chcę to mieć, zaciekawiło, wszystkim się podoba,
    czego od nas potrzebujecie, proszę odłożyć, zapraszamy do nas, dlaczego nie, czemu nie, z przyjemnością,
    z chęcią, bardzo chętnie, umowa stoi, działajmy, do dzieła, możecie zaczynać, możecie zacząć, można zaczynać,
    możemy zaczynać, możemy zacząć, proszę działać, bierzemy, biorę, wchodzimy w to, wchodzę w to, piszemy się na to,
    piszę się na to, jesteśmy na tak, jestem na tak, jestem za, jesteśmy za, liczcie na nas, proszę na nas liczyć,
    nie ma problemu, bez problemu, żaden problem, nie ma przeciwwskazań, nie mam nic przeciwko,
    nie mamy nic przeciwko, nie widzę przeszkód, nie widzimy przeszkód, nie ma przeszkód, bez zastrzeżeń,
    nie mam zastrzeżeń, nie mamy zastrzeżeń, nieźle, całkiem nieźle, niezłe, dokładnie tego, właśnie tego,
    szukamy właśnie, właśnie szukamy, tego szukaliśmy, tego szukamy, dobry moment, w samą porę, w dobrym momencie,
    gdzie podpisać, gdzie podpisujemy, tak poproszę, poproszę, tak proszę, brzmi dobrze, brzmi ciekawie,
    brzmi świetnie, brzmi interesująco, zgadzamy się, róbmy to, zróbmy to, przystępujemy, zamawiamy, zamawiam,
    nie mogę się doczekać, nie wahaj*, przekonaliście, przekonał mnie, podoba się, podoba nam się, podoba mi się,
    proszę wystawić fakturę
  `,
  'says-later': `
    wracam do biura, wracam w, będę z powrotem, wracam do pracy, na urlopie macierzyńskim, po powrocie, gdy wrócę,
    jak wrócę, zależy od, zależy to, teraz nie, na razie nie, obecnie nie, w tej chwili nie, jeszcze nie, nie teraz,
    aktualnie nie, póki co nie, nie w tym roku, w tym roku nie, może później, może kiedyś, może w przyszłym,
    proszę odezwać się, proszę się odezwać, proszę napisać w, proszę zadzwonić w, proszę wrócić, proszę przypomnieć,
    będziemy pamiętać, zachowam kontakt, zachowamy, odezwiemy się gdy, odezwiemy się jak, zostańmy w kontakcie,
    pozostańmy w kontakcie, zobaczymy, jak przyjdzie czas, wrócimy do tematu, wróćmy do tematu, wrócić do tematu,
    damy znać jeśli
  `,
  'says-neutral': `
    nie zapomn*, proszę nie zapomn*, bez zgody, proszę przypomnieć kim, kim pan, kim pani, skąd mają państwo,
    skąd macie, kim pan jest, kim państwo, czy to ten sam, czy to ta sama, nie tylko, to nie moja, nie ja się,
    nie jestem właściw*, nie jestem odpowiedzialn*, nie szkodzi, nie ma za co, nie spieszy się, bez pośpiechu,
    o co chodzi, mam pytanie, lubię ten, nie wypisuj*
  `,
  'way-out': 'jak się wypisać, jak zrezygnować',
  later: `
    później, przyszłym roku, w przyszłym roku, przyszłego roku, przyszłym kwartale, wiosną, jesienią, latem, zimą,
    w styczniu, w lutym, w marcu, w kwietniu, w maju, w czerwcu, w lipcu, w sierpniu, we wrześniu, w październiku,
    w listopadzie, w grudniu, po wakacjach, po urlopie, po świętach, po nowym roku, za kilka miesięcy, za pół roku,
    za trzy miesiące, za sześć miesięcy, koniec roku, końcem roku, innym razem, wrócimy do tego, wrócić do tego,
    wróćmy do, odłoż*, przełoż*, przesu*, za wcześnie, w drugim półroczu, przy innej okazji, w innym terminie,
    kiedyś, z czasem
  `,
  refer: `
    odpowiedzialn*, przekaza*, przekaż*, przesłałem dalej, przesłałam dalej, do kopii, w kopii, dw, kolega,
    koleżanka, zajmuje, zajmuj*, działu, dział, właściwa osoba, właściwą osobą, zwrócić się do, kontakt z,
    skontaktować się z, proszę pytać, decyduje, już nie pracuje, nie pracuje już, zakupów, kierownik*, przekierow*,
    decyzyjn*, opiekun*
  `,
  acknowledge: `
    potwierdzić, moje dokumenty, dokumenty dotarły, ok, okej, otrzymał*, zanotowa*, przyjął*, przyjęł*, rozumiem,
    zrozumia*, dziękuję za informacj*, dzięki za info, w załączniku, załączam, przeczytam, wesołych, szczęśliwego,
    miłego weekendu, gratul*, do zobaczenia, dotarło, dziękuję otrzymał*, przyjąłem
  `,
  think: `
    jeszcze dyskutujemy, wciąż rozmawiamy, nic nie jest postanowione, jeszcze nie zdecydowa*, nie podjęliśmy,
    porozmawiam z, pomyśl*, zastanowi*, zastanawia*, dam znać, damy znać, skonsultuj*, rozważ*, przemyśl*,
    przeanaliz*, sprawdz*, omówię, wrócę z, wrócimy z, odezwę, odezwiemy, naradzi*, niezdecydowan*, nie wiem jeszcze,
    nie jestem pewien, nie jestem pewna, wewnątrz, ocenimy, zapytam, zapytać, muszę przedyskutować, uzgodni*,
    podejmiemy decyzję
  `,
  'alone-no': 'damy radę, jest dobrze jak',
};
