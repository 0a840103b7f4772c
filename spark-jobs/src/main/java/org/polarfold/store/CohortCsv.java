package org.polarfold.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.polarfold.store.Ages.Quartiles;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.SiteCohort.Months;
import org.polarfold.store.SiteCohort.Share;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * {@code cohort.csv}: the cohort of a lake, one line a site, variable and level; {@code
 * docs/lake.md} lists them. The sites come in order of name and then all of them together, without
 * the figures that cannot be had from those of the sites.
 */
public final class CohortCsv {

  /** What stands for all sites together; no site is called so, for names are of small letters. */
  public static final String ALL = "ALL";

  private static final String[] COLUMNS = {
    "site",
    "variable",
    "level",
    "n",
    "of",
    "missing",
    "mean",
    "sd",
    "median",
    "lower_quartile",
    "upper_quartile",
    "maximum",
    "unit"
  };

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader(COLUMNS).setRecordSeparator('\n').get();

  private final CSVPrinter printer;

  private CohortCsv(CSVPrinter printer) {
    this.printer = printer;
  }

  /**
   * The file's text.
   *
   * @param cohorts sites that have studies
   * @param ledgers every site, in order of name
   * @throws IllegalStateException where a site has studies and is not in the ledger, or another
   *     number of them
   */
  public static String text(List<SiteCohort> cohorts, List<SiteLedger> ledgers) {
    Map<SiteId, SiteCohort> bySite =
        cohorts.stream().collect(Collectors.toMap(SiteCohort::site, Function.identity()));
    List<SiteCohort> all =
        ledgers.stream()
            .map(ledger -> bySite.getOrDefault(ledger.site(), SiteCohort.none(ledger.site())))
            .toList();
    if (!all.containsAll(cohorts)) {
      throw new IllegalStateException("A site is in the lake and not in its ledger");
    }
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      CohortCsv csv = new CohortCsv(printer);
      for (int i = 0; i < ledgers.size(); i++) {
        csv.part(ledgers.get(i).site().value(), all.subList(i, i + 1), ledgers.subList(i, i + 1));
      }
      csv.part(ALL, all, ledgers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The lines of some sites together, under one name. */
  private void part(String name, List<SiteCohort> cohorts, List<SiteLedger> ledgers)
      throws IOException {
    flow(name, ledgers);
    long studies = sum(cohorts, SiteCohort::patients);
    if (studies != sum(ledgers, SiteLedger::accepted)) {
      throw new IllegalStateException(
          "Of " + name + " the ledger counts other studies: " + studies);
    }
    ages(name, cohorts);
    examined(name, cohorts, studies);
    for (Target target : Target.values()) {
      String positive = target == Target.SEX ? "male" : "yes";
      share(
          name,
          StudyCodec.labelColumn(target),
          positive,
          share(cohorts, cohort -> cohort.labels().getOrDefault(target, Share.NONE)));
    }
    words(name, StudyCodec.RACE, words(cohorts, SiteCohort::race), studies);
    // Readers of one name at two sites are two persons.
    if (!name.equals(ALL)) {
      for (SiteCohort cohort : cohorts) {
        for (Map.Entry<String, Share> reader : cohort.readers().entrySet()) {
          share(name, "reader_abnormal", reader.getKey(), reader.getValue());
        }
      }
    }
    share(name, StudyCodec.ANGIOGRAPHY, "yes", share(cohorts, SiteCohort::angiographyDone));
    share(name, StudyCodec.OBSTRUCTIVE, "yes", share(cohorts, SiteCohort::obstructiveDisease));
    for (String column : StudyCodec.ACQUISITION) {
      Function<SiteCohort, Map<String, Long>> said =
          cohort -> cohort.acquisition().getOrDefault(column, Map.of());
      words(name, column, words(cohorts, said), studies);
    }
    for (Quantity quantity : Quantity.values()) {
      long n = sum(cohorts, cohort -> cohort.quantities().getOrDefault(quantity, 0L));
      share(name, StudyCodec.QUANTITY, quantity.key(), new Share(n, studies, 0));
    }
    for (MapKind kind : MapKind.values()) {
      long n = sum(cohorts, cohort -> cohort.maps().getOrDefault(kind, 0L));
      share(name, "map", kind.key(), new Share(n, studies, 0));
    }
    residuals(name, cohorts, studies);
  }

  private void flow(String name, List<SiteLedger> ledgers) throws IOException {
    long received = sum(ledgers, SiteLedger::received);
    line(name, "received", "", Long.toString(received));
    share(name, "accepted", "", new Share(sum(ledgers, SiteLedger::accepted), received, 0));
    share(name, "rejected", "", new Share(sum(ledgers, SiteLedger::rejected), received, 0));
    Map<String, Long> reasons = new TreeMap<>();
    ledgers.forEach(
        ledger -> ledger.rejectedBy().forEach((r, n) -> reasons.merge(r, n, Long::sum)));
    for (Map.Entry<String, Long> reason : reasons.entrySet()) {
      share(name, "rejected_because", reason.getKey(), new Share(reason.getValue(), received, 0));
    }
  }

  private void ages(String name, List<SiteCohort> cohorts) throws IOException {
    Ages ages = cohorts.stream().map(SiteCohort::ages).reduce(Ages.none(), Ages::plus);
    line(
        name,
        StudyCodec.AGE,
        "",
        Long.toString(ages.known()),
        Long.toString(ages.known() + ages.missing()),
        Long.toString(ages.missing()),
        number(ages.mean()),
        number(ages.standardDeviation()),
        ages.quartiles().map(Quartiles::median).map(String::valueOf).orElse(""),
        ages.quartiles().map(Quartiles::lower).map(String::valueOf).orElse(""),
        ages.quartiles().map(Quartiles::upper).map(String::valueOf).orElse(""),
        "",
        "years");
  }

  private void examined(String name, List<SiteCohort> cohorts, long studies) throws IOException {
    Optional<Months> months =
        cohorts.stream().flatMap(cohort -> cohort.examined().stream()).reduce(Months::plus);
    long known = months.map(Months::known).orElse(0L);
    Share share = new Share(known, studies, studies - known);
    share(name, "examined_from", months.map(m -> m.from().toString()).orElse(""), share);
    share(name, "examined_to", months.map(m -> m.to().toString()).orElse(""), share);
  }

  private void residuals(String name, List<SiteCohort> cohorts, long studies) throws IOException {
    ColourResiduals residuals =
        cohorts.stream()
            .map(SiteCohort::colourResiduals)
            .reduce(ColourResiduals.none(), ColourResiduals::plus);
    line(
        name,
        StudyCodec.COLOUR_RESIDUAL,
        "",
        Long.toString(residuals.pictures()),
        Long.toString(studies),
        "0",
        number(residuals.mean()),
        "",
        "",
        "",
        "",
        number(residuals.largest()),
        "1");
  }

  /** One line a word; a variable without any keeps a line, which tells how many are missing. */
  private void words(String name, String variable, Map<String, Long> words, long studies)
      throws IOException {
    long known = words.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> levels = words.isEmpty() ? Map.of("", 0L) : words;
    for (Map.Entry<String, Long> level : levels.entrySet()) {
      share(name, variable, level.getKey(), new Share(level.getValue(), known, studies - known));
    }
  }

  private void share(String name, String variable, String level, Share share) throws IOException {
    line(
        name,
        variable,
        level,
        Long.toString(share.positive()),
        Long.toString(share.known()),
        Long.toString(share.missing()));
  }

  /** Cells from the left; the others stay empty. */
  private void line(String... cells) throws IOException {
    String[] line = Arrays.copyOf(cells, COLUMNS.length);
    Arrays.fill(line, cells.length, line.length, "");
    printer.printRecord((Object[]) line);
  }

  private static Share share(List<SiteCohort> cohorts, Function<SiteCohort, Share> of) {
    return cohorts.stream().map(of).reduce(Share.NONE, Share::plus);
  }

  private static Map<String, Long> words(
      List<SiteCohort> cohorts, Function<SiteCohort, Map<String, Long>> of) {
    Map<String, Long> all = new TreeMap<>();
    cohorts.forEach(cohort -> of.apply(cohort).forEach((word, n) -> all.merge(word, n, Long::sum)));
    return all;
  }

  private static <T> long sum(List<T> parts, ToLongFunction<T> of) {
    return parts.stream().mapToLong(of).sum();
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }
}
