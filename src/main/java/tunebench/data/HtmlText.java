package tunebench.data;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text out of cells that were copied from web pages. */
final class HtmlText {
  private static final Pattern UNSEEN =
      Pattern.compile("<!--.*?-->|<(script|style)\\b.*?</\\1\\s*>", flags());
  private static final Pattern BLOCK =
      Pattern.compile("</?(br|p|div|li|ul|ol|tr|table|h[1-6])\\b[^<>]*>", flags());

  /** Only names that HTML has, so that "if m<n and n>k" stays whole. */
  private static final Pattern TAG =
      Pattern.compile(
          "</?(a|abbr|article|b|big|blockquote|body|button|caption|center|code|dd|dl|dt|em|font"
              + "|footer|form|head|header|hr|html|i|iframe|img|input|label|link|main|mark|meta|nav"
              + "|noscript|pre|s|section|small|span|strike|strong|sub|sup|svg|tbody|td|tfoot|th|thead"
              + "|title|tt|u|video)(\\s[^<>]*)?/?>",
          flags());

  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");

  /** The named entities that shop pages use. */
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("hellip", "…"),
          Map.entry("bull", "•"),
          Map.entry("middot", "·"),
          Map.entry("deg", "°"),
          Map.entry("times", "×"),
          Map.entry("frac12", "½"),
          Map.entry("reg", "®"),
          Map.entry("trade", "™"),
          Map.entry("copy", "©"),
          Map.entry("pound", "£"),
          Map.entry("euro", "€"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("eacute", "é"),
          Map.entry("egrave", "è"),
          Map.entry("auml", "ä"),
          Map.entry("ouml", "ö"),
          Map.entry("uuml", "ü"),
          Map.entry("szlig", "ß"));

  private HtmlText() {}

  /**
   * The text that a reader would see: no tags, entities resolved, runs of blanks made one, line
   * breaks kept, blank lines dropped. "a < b" is left alone.
   */
  static String plain(String cell) {
    String text = untagged(cell);
    if (text.indexOf('&') >= 0) {
      // Pages that were escaped twice show their tags only now.
      text = untagged(ENTITY.matcher(text).replaceAll(HtmlText::resolved));
    }
    return text.lines()
        .map(line -> line.replaceAll("[\\h\\p{Cntrl}]+", " ").strip())
        .filter(line -> !line.isEmpty())
        .reduce((one, two) -> one + "\n" + two)
        .orElse("");
  }

  private static String untagged(String text) {
    if (text.indexOf('<') < 0) {
      return text;
    }
    String seen = UNSEEN.matcher(text).replaceAll(" ");
    return TAG.matcher(BLOCK.matcher(seen).replaceAll("\n")).replaceAll("");
  }

  private static String resolved(MatchResult entity) {
    String name = entity.group(1);
    String text = NAMED.getOrDefault(name, entity.group());
    if (name.startsWith("#")) {
      boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
      int point =
          hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
      text = Character.isValidCodePoint(point) ? Character.toString(point) : entity.group();
    }
    return Matcher.quoteReplacement(text);
  }

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }
}
