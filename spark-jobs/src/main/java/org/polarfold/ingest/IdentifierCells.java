package org.polarfold.ingest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first cells of one column look like: addresses of e-mail, dates on which a patient may
 * be born, names of persons, telephone numbers. Only counts and the texts at hand are held.
 */
final class IdentifierCells {

  /** Longer cells are free text; looking into them would cost more than it tells. */
  private static final int LONGEST = 200;

  private static final int FIRST_YEAR = 1900;

  private static final Pattern MAIL =
      Pattern.compile("[^\\s@]{1,64}@[^\\s@.]{1,63}(\\.[^\\s@.]{1,63})+");

  /** Year, month, day; a time may follow. */
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/. ])(\\d{1,2})\\2(\\d{1,2})(?:[T ].*)?");

  private static final Pattern EIGHT_DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");

  /** Day and month in either order, year. */
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-/. ])\\s?(\\d{1,2})\\2\\s?(\\d{4})(?:[T ].*)?");

  private static final Pattern MONTH_IN_LETTERS =
      Pattern.compile("\\d{1,2}[-/. ]{1,2}\\p{L}{3,9}\\.?[-/. ](?:19|20)\\d{2}(?:[T ].*)?");

  /** Two to five words, each with a capital, or a comma after the first. */
  private static final Pattern NAME =
      Pattern.compile("\\p{Lu}[\\p{L}\\p{M}'\u2019.-]*(?:,? \\p{Lu}[\\p{L}\\p{M}'\u2019.-]*){1,4}");

  private static final Pattern FAMILY_GIVEN =
      Pattern.compile(
          "[\\p{L}\\p{M}'\u2019-]{2,}(?: [\\p{L}\\p{M}'\u2019-]+){0,2}(?:, ?|\\^)"
              + "[\\p{L}\\p{M}'\u2019.-]{2,}(?: [\\p{L}\\p{M}'\u2019.-]+){0,3}");

  private static final Pattern PHONE =
      Pattern.compile("(?:\\+\\d|\\(?0\\d|\\(\\d|\\d+[ /-])[\\d ()/.-]*");

  /** A measured value; a number that begins with two digits, the first 0, is none. */
  private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)?(?:[.,]\\d*)?");

  private static final int FEWEST_DIGITS_OF_A_PHONE = 7;
  private static final int MOST_DIGITS_OF_A_PHONE = 15;

  private int cells;
  private int mails;
  private int dates;
  private int phones;
  private int names;
  private final Set<String> differentNames = new HashSet<>();

  /** Looks at one more cell, which is not empty. */
  void add(String text) {
    cells++;
    if (text.length() > LONGEST) {
      return;
    }
    if (MAIL.matcher(text).matches()) {
      mails++;
    } else if (isDate(text)) {
      dates++;
    } else if (isPhone(text)) {
      phones++;
    } else if (NAME.matcher(text).matches() || FAMILY_GIVEN.matcher(text).matches()) {
      names++;
      differentNames.add(text);
    }
  }

  /**
   * What the column seems to hold.
   *
   * @param patients how many different ones the rows belong to
   */
  Optional<String> kind(int patients) {
    if (mails > 0) {
      return Optional.of("addresses of e-mail");
    }
    if (2 * dates > cells) {
      return Optional.of("dates of birth");
    }
    if (2 * phones > cells) {
      return Optional.of("telephone numbers");
    }
    // Words such as a scanner's are shared by many patients, names are not.
    if (2 * names > cells && 2 * differentNames.size() > patients) {
      return Optional.of("names of persons");
    }
    return Optional.empty();
  }

  private static boolean isDate(String text) {
    Matcher yearFirst = YEAR_FIRST.matcher(text);
    if (yearFirst.matches()) {
      return isDay(yearFirst.group(1), yearFirst.group(3), yearFirst.group(4));
    }
    Matcher eightDigits = EIGHT_DIGITS.matcher(text);
    if (eightDigits.matches()) {
      return isDay(eightDigits.group(1), eightDigits.group(2), eightDigits.group(3));
    }
    Matcher yearLast = YEAR_LAST.matcher(text);
    if (yearLast.matches()) {
      return isDay(yearLast.group(4), yearLast.group(3), yearLast.group(1))
          || isDay(yearLast.group(4), yearLast.group(1), yearLast.group(3));
    }
    return MONTH_IN_LETTERS.matcher(text).matches();
  }

  /** Whether it is a day since 1900, and not one to come. */
  private static boolean isDay(String year, String month, String day) {
    try {
      LocalDate date =
          LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
      return date.getYear() >= FIRST_YEAR && !date.isAfter(LocalDate.now(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isPhone(String text) {
    long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
    return digits >= FEWEST_DIGITS_OF_A_PHONE
        && digits <= MOST_DIGITS_OF_A_PHONE
        && !NUMBER.matcher(text).matches()
        // A day to come or long past.
        && !YEAR_FIRST.matcher(text).matches()
        && !YEAR_LAST.matcher(text).matches()
        && PHONE.matcher(text).matches();
  }
}
