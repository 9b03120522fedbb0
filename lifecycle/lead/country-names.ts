/**
 * What the platform's own country names (Intl.DisplayNames) leave out: codes, abbreviations, former, formal and everyday
 * names, and regions that stand for their country.
 */

/** ISO 3166-1, alpha-2 with alpha-3. XK, used for Kosovo, is not in the standard. */
export const CODES: ReadonlyArray<readonly [alpha2: string, alpha3: string]> =
	`ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD
	BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN
	CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU
	DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB
	GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG
	HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN
	KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU
	LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR
	MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL
	OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB
	RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP
	SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN
	TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT
	ZAZAF ZMZMB ZWZWE`
		.split(/\s+/)
		.map((pair) => [pair.slice(0, 2), pair.slice(2)] as const);

// One code an entry, its names parted by commas; indented lines go on with it.
const pairs = (text: string): Array<readonly [name: string, code: string]> =>
	text
		.trim()
		.split(/\n(?=\S)/)
		.flatMap((entry) => {
			const [code, names] = entry.split(':');
			return names.split(',').map((name) => [name.trim(), code] as const);
		});

/** Further names of countries; they win over generated ones. */
export const NAMES = pairs(`
US: USA, U.S.A., U.S., U. S., U. S. A., US of A, US America, America, United States of America,
	Etats-Unis d'Amérique, EEUU, EE.UU., EE. UU., E.U.A., Estados Unidos de América,
	Vereinigte Staaten von Amerika, Amerika
GB: UK, U.K., U. K., Great Britain, Britain, United Kingdom of Great Britain and Northern Ireland, England,
	Scotland, Wales, Northern Ireland, Grande-Bretagne, Angleterre, Écosse, Pays de Galles, Irlande du Nord,
	Großbritannien, Grossbritannien, England und Wales, Schottland, Nordirland, Gran Bretaña, Inglaterra,
	Escocia, Gales, Irlanda del Norte
IE: Republic of Ireland, Éire, République d'Irlande, Republik Irland
DE: BRD, Federal Republic of Germany, Bundesrepublik Deutschland, République fédérale d'Allemagne
FR: France métropolitaine, République française, French Republic, Metropolitan France
CH: Swiss, Suisse, Svizzera, Svizra, Swiss Confederation
AT: Republic of Austria, Republik Österreich, Oesterreich
BE: Belgique, Belgien, Belgium, Kingdom of Belgium
NL: Holland, Hollande, Holanda, The Netherlands, Nederlande, Kingdom of the Netherlands, Pays Bas
ES: Kingdom of Spain, Reino de España, Espana
IT: Italian Republic
PT: Portuguese Republic
CZ: Czech Republic, République tchèque, Tschechische Republik, República Checa, Tschechien, Czechia,
	Česká republika
SK: Slovak Republic, République slovaque, Slowakische Republik
MK: Macedonia, FYROM, Macédoine, Mazedonien, North Macedonia, Macedonia del Norte
RU: Russian Federation, Fédération de Russie, Russische Föderation, Federación Rusa, Federación de Rusia
TR: Turkey, Türkiye, Turkiye, Türkei, Turquie, Turquía, Republic of Türkiye
BY: Belarus, Biélorussie, Weißrussland, Bielorrusia, Weissrussland
MD: Moldova, Republic of Moldova, Moldova Republic of
CN: China, PRC, PR China, P.R. China, People's Republic of China, Mainland China, China mainland,
	République populaire de Chine, Volksrepublik China, VR China
HK: Hong Kong, HKSAR, Hong Kong SAR, Hongkong, 香港
MO: Macau, Macao
TW: Taiwan, Taiwan R.O.C., Taiwan Province of China, Republic of China, 台湾
KR: Korea, South Korea, Republic of Korea, Korea Republic of, Korea South, Corée, Südkorea, Corée du Sud,
	Corea del Sur, Korea (South), 한국
KP: North Korea, Korea Democratic People's Republic of, DPRK, Nordkorea
JP: Nippon, Nihon
VN: Viet Nam, Vietnam
LA: Laos, Lao People's Democratic Republic, Lao
MM: Burma, Myanmar, Birmanie, Birma
IN: Bharat, Republic of India
AE: UAE, U.A.E., Emirates, Emirats, VAE, EAU, United Arab Emirates
SA: KSA, Kingdom of Saudi Arabia, Saudi
IR: Iran, Iran Islamic Republic of, Islamic Republic of Iran
SY: Syrian Arab Republic, Syria
PS: Palestine, State of Palestine, Palestine State of, Palästina, Palestina
IL: State of Israel
EG: Arab Republic of Egypt
ZA: RSA, Republic of South Africa
CD: DR Congo, DRC, RDC, Democratic Republic of the Congo, Congo Democratic Republic of the, Congo-Kinshasa,
	Zaire
CG: Congo, Republic of the Congo, Congo-Brazzaville
CI: Ivory Coast, Côte d'Ivoire, Elfenbeinküste, Costa de Marfil
CV: Cape Verde, Cabo Verde, Cap-Vert, Kap Verde
SZ: Swaziland, Eswatini
TZ: Tanzania United Republic of, United Republic of Tanzania
TL: East Timor, Timor-Leste
BO: Bolivia Plurinational State of, Plurinational State of Bolivia
VE: Venezuela Bolivarian Republic of, Bolivarian Republic of Venezuela
MX: Méjico, Mejico, Estados Unidos Mexicanos
BR: Brasil
BA: Bosnia, Bosnia Herzegovina, Bosnie, Bosnien
BN: Brunei Darussalam
FM: Micronesia, Micronesia Federated States of
FK: Falkland Islands (Malvinas), Falkland Islands
VA: Vatican, Vatican City, Holy See
VG: British Virgin Islands, Virgin Islands British
VI: US Virgin Islands, Virgin Islands U.S.
MF: Saint Martin
SX: Sint Maarten
SH: Saint Helena Ascension and Tristan da Cunha, Saint Helena
NZ: Aotearoa
AU: Commonwealth of Australia
PH: Philippines, Republic of the Philippines
`);

/** Postal codes of the United States' states, the capital district and the armed forces. */
export const US_POSTAL_CODES: ReadonlySet<string> = new Set(
	`AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
	RI SC SD TN TX UT VT VA WA WV WI WY DC AA AE AP`.split(/\s+/),
);

/** Names and codes of regions that name one country only; a country's name or code wins over them. */
export const REGIONS = pairs(`
US: Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Hawaii, Idaho,
	Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota,
	Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York,
	North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina,
	South Dakota, Tennessee, Texas, Utah, Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming,
	District of Columbia, Washington DC, New York City, NYC, San Francisco Bay Area, Bay Area, Silicon Valley,
	Greater New York City Area, Calif, Californie, Kalifornien, Floride
US: CT, FL, HI, IA, KS, NV, NH, NJ, NY, ND, OH, OK, OR, RI, TX, UT, WA, WV, WI, WY, DC
CA: Alberta, British Columbia, Manitoba, New Brunswick, Newfoundland and Labrador, Newfoundland, Nova Scotia,
	Ontario, Prince Edward Island, Quebec, Québec, Saskatchewan, Northwest Territories, Nunavut, Yukon,
	Colombie-Britannique, Nouveau-Brunswick, Nouvelle-Écosse, AB, BC, MB, NB, NS, ON, QC
AU: New South Wales, Queensland, South Australia, Tasmania, Western Australia, Northern Territory,
	Australian Capital Territory, NSW, QLD, VIC, TAS, ACT
GB: Greater London, London Area, Greater Manchester, West Midlands
FR: Île-de-France, Ile de France, Région parisienne, Auvergne-Rhône-Alpes, Rhône-Alpes, Auvergne,
	Bourgogne-Franche-Comté, Bourgogne, Bretagne, Brittany, Centre-Val de Loire, Corse, Corsica, Grand Est,
	Alsace, Lorraine, Hauts-de-France, Nord-Pas-de-Calais, Picardie, Normandie, Normandy, Nouvelle-Aquitaine,
	Aquitaine, Limousin, Occitanie, Languedoc-Roussillon, Midi-Pyrénées, Pays de la Loire,
	Provence-Alpes-Côte d'Azur, PACA, Provence
DE: Baden-Württemberg, Baden-Wuerttemberg, Bayern, Bavaria, Bavière, Baviera, Berlin, Brandenburg, Bremen,
	Hamburg, Hessen, Hesse, Mecklenburg-Vorpommern, Niedersachsen, Lower Saxony, Nordrhein-Westfalen,
	North Rhine-Westphalia, NRW, Rheinland-Pfalz, Rhineland-Palatinate, Saarland, Sachsen, Saxony,
	Sachsen-Anhalt, Saxony-Anhalt, Schleswig-Holstein, Thüringen, Thuringia
AT: Wien, Vienna, Niederösterreich, Oberösterreich, Steiermark, Styria, Tirol, Tyrol, Kärnten, Carinthia,
	Vorarlberg, Burgenland
CH: Zürich, Zurich, Genève, Geneva, Genf, Vaud, Waadt, Bern, Berne, Basel-Stadt, Ticino, Tessin, Zug, Aargau,
	St. Gallen, Luzern, Lucerne, Neuchâtel, Fribourg, Graubünden
ES: Andalucía, Andalusia, Aragón, Asturias, Baleares, Islas Baleares, Canarias, Islas Canarias, Cantabria,
	Castilla-La Mancha, Castilla y León, Cataluña, Catalunya, Catalonia, Catalogne, Comunidad de Madrid,
	Madrid, Comunidad Valenciana, Comunitat Valenciana, Extremadura, Galicia, País Vasco, Euskadi, Navarra,
	Región de Murcia
BE: Flanders, Vlaanderen, Wallonia, Wallonie, Flandre, Brussels, Bruxelles, Brussels-Capital Region
IT: Lombardia, Lombardy, Lazio, Toscana, Tuscany, Piemonte, Piedmont, Veneto, Emilia-Romagna, Sicilia, Sicily,
	Sardegna, Sardinia, Puglia, Liguria, Campania
NL: Noord-Holland, North Holland, Zuid-Holland, South Holland, Noord-Brabant, Gelderland, Utrecht
IN: Maharashtra, Karnataka, Tamil Nadu, Telangana, Kerala, Gujarat, Uttar Pradesh, West Bengal, Rajasthan,
	Haryana, Andhra Pradesh
`);
