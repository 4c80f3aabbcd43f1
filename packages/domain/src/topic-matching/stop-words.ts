/**
 * Words that carry no subject: English function words, the phrases all scholarly abstracts share, and the
 * boilerplate of topic descriptions ("this cluster of papers focuses on"). One form of each: they are compared stemmed.
 */
const listOf = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Function words, as written. They also tell an English text from another. */
export const functionWords: ReadonlySet<string> = new Set(
  listOf(`
a about above across after against all almost along already also although am among an and another any are around as at be because
been before being below between both but by can cannot could did do does doing down during each either etc even ever every few for
from further get give given had has have having he her here hers him his how however i if in indeed instead into is it its itself
just less let like many may me might more moreover most much must my near need neither no nor not now off often on once one only
onto or other others our ours out over own per perhaps rather same several shall she should since so some still such than that the
their theirs them then there thereby therefore these they this those though through thus to together too toward towards under until
up upon us use used uses using very via was we well were what when where whether which while who whom whose why will with within
without would yet you your eg ie al et s t two three four five six first second third
`),
)

/** Function words of French, German, Spanish, Portuguese and Italian that are no English words. */
export const foreignFunctionWords: ReadonlySet<string> = new Set(
  listOf(`
au aux ce cet cette ces dans de del dem den der des di du ein eine el en entre est et il la las le les los mit nous ou par para
pour que qui sur um un una und une uma von y zu zur
`),
)

export const scholarlyWords: readonly string[] = listOf(`
able ability absence according account achieve add additional address advance advantage affect aim allow alternative analyze appear
apply application appropriate approach area arise article aspect assign attain attempt available back base baseline basis
become begin benchmark benefit best better beyond broad build call careful case certain challenge choice closely collection
combine come commonly compare competitive complexities component comprehensive concept condition conduct consider consist consistent
contain context contrast contribute conventional corresponding counterpart cover critical crucial current deal define delve
demonstrate depend derive describe desired detail determine develop development differ different difference difficult direct direction
discuss distinct diverse due easy effect effective efficient effort emerging emphasis empirical employ enable encompass end
enhance ensure enough especially essential establish evaluate evidence evolving exact examine example exhibit exist expected experiment
experimental explain exploit exploration explore extend extent extensive facilitate fact factor far fast feasible few
field find fine finally fixed focus follow found framework full fundamental future gain gap general give goal good great guarantee
handle happen hard help hence high highlight hold huge hypothesize idea identify impact implement implication importance important
impose improve incorporate inherent increase initial insight inspire instance intermediate interest interplay intersection
intriguing introduce introduction investigate involve issue keep key kind known lack large last late latter lead leverage level limit
list literature little long low lower main major majority make manner mean meaning meanwhile merely method modern namely
nature necessary new newly notable notion novel nuanced number observe obtain occur offer ones opportunity opportunities order
original outperform overall overcome overview pair paper part particular past perform performance perspective place play plus
pose popular possible potential powerful practical practice presence present previous principled prior problem produce progress
promise proper property properties propose provide purpose put qualitative quantitative question quite range reach realistic 
receive recent reduce refer regard relationship relatively relevant rely remain remarkable report require research
resolve respect rest result reveal review revolve rich role run satisfy scenario scheme scope section see seek seen serve set
setting share shed show side significance significant similar simple simply simultaneous single situation size small solution solve
special specific specifically stage standard start state step straightforward strength strong study sub subset substantial success
successful suffer sufficient suggest suitable suited superior superiority support surprising tackle take target task technique term
test third thorough tool top topic total traditional treat trend turn type typical unclear underlying understand unfortunately unified
unique unknown unlike upper useful usually utilize valid validate valuable variety various vary versatile view way wealth whole
wide widely work world yield year interdisciplinary multidisciplinary least real need better https http www com
`)
