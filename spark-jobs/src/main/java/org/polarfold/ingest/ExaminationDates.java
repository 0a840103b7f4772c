package org.polarfold.ingest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.polarfold.experiment.Settings;

/**
 * A column of dates of examination, of which the month alone is kept.
 *
 * @param column where they stand
 * @param format as {@link DateTimeFormatter} writes patterns; names of months are English
 * @param formatter strict: there is no 31 April
 */
record ExaminationDates(String column, String format, DateTimeFormatter formatter) {

  private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

  /** Any time with every field different, to see whether a format tells year and month. */
  private static final LocalDateTime PROBE = LocalDateTime.of(2021, 11, 28, 13, 41, 59);

  /** Reads {@code column} and {@code format}. */
  static ExaminationDates of(Settings block) {
    String column = block.text("column");
    String format = block.text("format");
    try {
      DateTimeFormatter formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(format)
              // Strict resolution of yyyy, a year of an era, wants the era as well.
              .parseDefaulting(ChronoField.ERA, 1)
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
      if (YearMonth.from(formatter.parse(formatter.format(PROBE))).equals(YearMonth.from(PROBE))) {
        return new ExaminationDates(column, format, formatter);
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Said below, as every other format without a year and a month.
    }
    throw block.invalid("format", "a pattern of year and month at least, as yyyy-MM-dd");
  }

  /** The month of a date that is not before 1970 nor after tomorrow, wherever on Earth it is. */
  YearMonth month(String text) throws RecordFlaw {
    YearMonth month;
    LocalDate date;
    try {
      TemporalAccessor parsed = formatter.parse(text);
      month = YearMonth.from(parsed);
      LocalDate day = parsed.query(TemporalQueries.localDate());
      date = day == null ? month.atDay(1) : day;
    } catch (DateTimeException e) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_RECORD, "column " + column + ": expected a date as " + format);
    }
    if (date.isBefore(FIRST) || date.isAfter(LocalDate.now(ZoneOffset.UTC).plusDays(1))) {
      throw new RecordFlaw(
          RejectionReason.OUT_OF_PHYSIOLOGICAL_RANGE,
          "column " + column + ": expected a date from 1970 to today");
    }
    return month;
  }
}
