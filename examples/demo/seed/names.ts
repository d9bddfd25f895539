/** People as they are in one language: given names and family names that go together. */
export interface People {
  readonly given: readonly string[]
  readonly family: readonly string[]
}

const words = (text: string) => text.trim().split(/\s*\n\s*|\s*,\s*/)

export const NORWEGIAN: People = {
  given:
    words(`Kari, Ola, Solveig, Lars, Håkon, Astrid, Sigurd, Åse, Jørn, Marit, Eirik, Silje, Øyvind, Hanne, Tor Arne,
    Bjørg, Magnus, Ragnhild, Ida, Stian, Guro, Kjell, Turid, Vegard, Live, Asbjørn`),
  family: words(`Nes, Hansen, Bergstrøm, Kvamme, Solbakken, Lofthus, Bårdsen, Ødegård, Nilsen, Haugen, Aas, Brattvoll,
    Myklebust, Øverland, Sæther, Tangen, Rønning, Hjelle, Dahle, Strømme`),
}
export const TURKISH: People = {
  given: words('Emre, Zeynep, Çağla, Mehmet, Elif, İbrahim, Şule, Oğuz'),
  family: words('Yıldız, Demir, Öztürk, Şahin, Aydın, Güneş, Koç, Arslan'),
}
export const POLISH: People = {
  given: words('Agnieszka, Wojciech, Małgorzata, Łukasz, Zofia, Paweł, Jędrzej, Żaneta'),
  family: words('Wójcik, Nowak, Mazur, Kaczmarek, Wróbel, Pająk, Gołąb, Dudek'),
}
export const ASIAN: People = {
  given: words('Siti, Ahmad, Nurul, Farid, Aisyah, Wei Ling, Priya, Rajesh'),
  family: words('Nurhaliza, Osman, Abdullah, Tan, Lim, Subramaniam, Nair'),
}
export const DUTCH: People = {
  given: words('Sanne, Daan, Femke, Bram, Noor, Joost, Maud, Thijs, Anouk, Ruben, Lotte, Sem'),
  family: words('de Vries, van den Berg, Jansen, Bakker, Visser, ter Horst, Smit, van Dijk, Mulder, de Graaf'),
}

/** A company that somebody works for: name, domain, industry, telephone. */
export const NORWEGIAN_COMPANIES: readonly (readonly string[])[] = [
  ['Bergstrøm AS', 'bergstrom.example', 'Building', '+4771234010'],
  ['Fjordbygg AS', 'fjordbygg.example', 'Building', '+4771234022'],
  ['Molde Tannhelse', 'moldetann.example', 'Health', '+4771234031'],
  ['Ålesund Legesenter', 'aalesundlege.example', 'Health', '+4770123404'],
  ['Demir Lojistik', 'demirlojistik.example', 'Transport', '+4771234052'],
  ['Kjøkkenhuset', 'kjokkenhuset.example', 'Retail', '+4771234063'],
  ['Havnekontoret Kristiansund', 'havnekontoret.example', 'Public sector', '+4771234074'],
  ['Nordvest Revisjon', 'nordvestrevisjon.example', 'Accounting', '+4771234085'],
  ['Brygga Kaffe', 'bryggakaffe.example', 'Restaurants', '+4771234096'],
  ['Sunnmøre Elektro', 'sunnmoreelektro.example', 'Electrical', '+4770123410'],
  ['Tindra Arkitekter', 'tindra.example', 'Architecture', '+4771234118'],
  ['Grønn Energi AS', 'gronnenergi.example', 'Energy', '+4771234129'],
  ['Marina Drift', 'marinadrift.example', 'Boats', '+4771234130'],
  ['Kystlab', 'kystlab.example', 'Research', '+4773123414'],
  ['Molde Kulturskole', 'moldekultur.example', 'Education', '+4771234152'],
  ['Polmet Norge', 'polmet.example', 'Metal', '+4771234163'],
  ['Selat Seafood', 'selat.example', 'Fisheries', '+4770123417'],
  ['Romsdal Sparebank', 'romsdalbank.example', 'Banking', '+4771234185'],
  ['Fræna Trelast', 'fraenatrelast.example', 'Building', '+4771234196'],
  ['Averøy Verft', 'averoyverft.example', 'Shipyard', '+4771234207'],
  ['Nordlandia Reiser', 'nordlandia.example', 'Travel', '+4771234218'],
  ['Sjøholt Barnehage', 'sjoholtbhg.example', 'Education', '+4770123422'],
]
export const DUTCH_COMPANIES: readonly (readonly string[])[] = [
  ['Stichting Duin', 'duin.example', 'Housing', '+31201234010'],
  ['Visser & Zn.', 'visserzn.example', 'Building', '+31201234021'],
  ['Grachten Notariaat', 'grachtennotaris.example', 'Law', '+31201234032'],
  ['Fietsfabriek Noord', 'fietsnoord.example', 'Retail', '+31201234043'],
]

export const JOBS = ['Project manager', 'Electrician', 'Nurse', 'Teacher', 'Engineer', 'Accountant', 'Owner', 'Captain']
