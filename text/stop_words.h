// text/stop_words.h
//
// The commonest short words of the Latin-script languages that GuessLanguage tells apart. Words
// that several of them share are left in: each language then gets the vote.
//
// Threads: constants.
#ifndef TASNIF_TEXT_STOP_WORDS_H_
#define TASNIF_TEXT_STOP_WORDS_H_

#include <string_view>

namespace tasnif {

struct StopWords {
  std::string_view language;
  std::string_view words;  // Lower case, each with a space on both sides.
};

inline constexpr StopWords kStopWords[] = {
    {"en",
     " the of and to in that is was for it with as on by at from are this be has had his "
     "were which said not have but they an will "},
    {"fr",
     " le la les des du de et en un une est que qui dans pour sur au aux par avec pas plus "
     "ce cette son sont ont été a il elle "},
    {"es",
     " el la los las de del y en un una que es por para con se su al lo como más fue pero "
     "sus este esta ha según sobre "},
    {"de",
     " der die das und in den von zu mit ist im des auf für nicht ein eine dem sich auch es "
     "als wird bei nach hat sind werden am "},
    {"it",
     " il lo la i gli le di del della dei delle e che in un una è per con non si da al alla "
     "sono nel nella ha anche più come "},
    {"pt",
     " o a os as de do da dos das e em um uma que é para com não no na nos nas por se ao foi "
     "mais como são pelo pela "},
    {"tr",
     " ve bir bu da de için ile olarak olan daha çok en gibi kadar sonra ama ancak o ise "
     "değil var tarafından göre dedi yeni "},
    {"id",
     " yang dan di ke dari ini itu untuk dengan pada adalah tidak akan dalam oleh juga telah "
     "sebagai bahwa ada mereka para kata "},
    {"so",
     " oo iyo ka ku ee ayaa in waxaa u la uu ay waxay kale soo aan waa ayuu sida laga lagu "
     "isaga kadib dalka "},
    {"sw",
     " ya wa na kwa ni katika za la cha kuwa hiyo huo baada yake wake hata pia kama lakini "
     "alisema watu hii huyo sana "},
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_STOP_WORDS_H_
