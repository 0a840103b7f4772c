package org.polarfold.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.SiteExport.FlowUnit;
import org.polarfold.ingest.SiteExport.Identity;
import org.polarfold.ingest.SiteExport.Layout;
import org.polarfold.ingest.SiteExport.Maps;
import org.polarfold.ingest.SiteExport.Origin;
import org.polarfold.ingest.SiteExport.Patients;
import org.polarfold.ingest.SiteExport.TableFile;
import org.polarfold.ingest.SiteExport.Vocabulary;
import org.polarfold.study.Acquisition;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Reads a folder's {@code site.conf}; every complaint names file, line, key and value. */
final class SiteConf {

  /** The file that makes a folder an export. */
  static final String NAME = "site.conf";

  private static final long MOST_BYTES = 1 << 20;
  private static final String UNKNOWN = "unknown";

  private final Path folder;

  private SiteConf(Path folder) {
    this.folder = folder;
  }

  /**
   * The export that a folder holds.
   *
   * @throws UserException where site.conf is missing or wrong, or names a file that is not inside
   *     the folder
   */
  static SiteExport read(Path folder) {
    SiteConf conf = new SiteConf(folder.toAbsolutePath().normalize());
    Path file = conf.folder.resolve(NAME);
    if (!conf.holds(file)) {
      throw new UserException(
          "Cannot read a site's export: " + file + " (expected a file inside this folder)");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UserException(
            "Cannot read a site's export: " + file + " (expected at most 1 MiB)");
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot read a site's export: " + file + " (expected a readable file)", e);
    }
    Settings settings = Settings.read(file);
    SiteExport export = conf.export(settings);
    settings.done();
    return export;
  }

  private enum Format {
    POLAR_TABLE,
    SEGMENT_TABLE
  }

  private SiteExport export(Settings settings) {
    String name = settings.text("site");
    SiteId site = settings.checked("site", () -> new SiteId(name));
    boolean simulated = settings.has("simulated") && settings.truth("simulated");
    Identity identity = settings.choice("identity", Identity.class);
    Format format = settings.choice("format", Format.class);
    return new SiteExport(
        site,
        simulated ? Origin.SIMULATED : Origin.CLINICAL,
        identity,
        maps(settings.block("maps"), format),
        patients(settings.block("patients")),
        acquisition(settings.block("acquisition")));
  }

  private Maps maps(Settings maps, Format format) {
    TableFile table = table(maps);
    FlowUnit unit = unit(maps);
    Layout layout =
        switch (format) {
          case POLAR_TABLE -> polar(maps.block("state"), maps.block("grid"));
          case SEGMENT_TABLE -> segments(maps.block("segments"));
        };
    return new Maps(table, unit, layout);
  }

  private static Layout polar(Settings state, Settings grid) {
    String column = state.text("column");
    String rest = state.text("rest");
    String stress = state.text("stress");
    if (rest.equals(stress)) {
      throw state.invalid("stress", "another word than that of rest");
    }
    return new Layout.Polar(column, rest, stress, grid.text("values"), grid(grid));
  }

  private enum FirstRing {
    APEX,
    BASE
  }

  private enum Direction {
    CLOCKWISE,
    COUNTER_CLOCKWISE
  }

  private static PolarGrid grid(Settings grid) {
    return new PolarGrid(
        grid.whole("rings", 3, 200),
        grid.whole("sectors", 4, 720),
        grid.choice("first-ring", FirstRing.class) == FirstRing.APEX,
        grid.real("first-sector-degrees", -360, 360),
        grid.choice("direction", Direction.class) == Direction.COUNTER_CLOCKWISE);
  }

  private static Layout segments(Settings segments) {
    String rest = segments.text("rest");
    String stress = segments.text("stress");
    if (rest.equals(stress)) {
      throw segments.invalid("stress", "another beginning than that of rest");
    }
    return new Layout.Segments(rest, stress);
  }

  private Patients patients(Settings patients) {
    TableFile table = table(patients);
    Optional<String> age =
        patients.has("age-years") ? Optional.of(patients.text("age-years")) : Optional.empty();
    Map<Target, Vocabulary> labels = new EnumMap<>(Target.class);
    patients
        .optionalBlock("labels")
        .ifPresent(
            block -> {
              for (Target target : Target.values()) {
                block
                    .optionalBlock(target.key().replace('_', '-'))
                    .ifPresent(label -> labels.put(target, vocabulary(label, table)));
              }
            });
    return new Patients(table, age, Collections.unmodifiableMap(labels));
  }

  private static Vocabulary vocabulary(Settings label, TableFile table) {
    String column = label.text("column");
    List<String> positive = label.texts("positive");
    List<String> negative = label.texts("negative");
    if (positive.isEmpty() || !Collections.disjoint(positive, table.missing())) {
      throw label.invalid("positive", "at least one word, none of those for missing");
    }
    if (negative.isEmpty()
        || !Collections.disjoint(negative, positive)
        || !Collections.disjoint(negative, table.missing())) {
      throw label.invalid(
          "negative", "at least one word, none of those for positive or for missing");
    }
    return new Vocabulary(column, positive, negative);
  }

  private static Acquisition acquisition(Settings acquisition) {
    return new Acquisition(
        acquisition.text("tracer", UNKNOWN),
        acquisition.text("scanner", UNKNOWN),
        acquisition.text("software", UNKNOWN),
        acquisition.text("attenuation-correction", UNKNOWN));
  }

  private TableFile table(Settings table) {
    Path path = file(table);
    String charset = oneOf(table, "charset", charsets(), charsets().get(0));
    String decimal = oneOf(table, "decimal", List.of(".", ","), ".");
    String delimiter = table.text("delimiter");
    if (delimiter.length() != 1 || !isDelimiter(delimiter.charAt(0), decimal.charAt(0))) {
      throw table.invalid(
          "delimiter",
          "one character, no letter, digit, quote, sign, space, dot or the decimal's own");
    }
    return new TableFile(
        path,
        folder.getFileName() + "/" + folder.relativize(path),
        charset,
        delimiter.charAt(0),
        decimal.charAt(0),
        table.textsOrEmpty("missing", List.of("")),
        table.text("patient"));
  }

  private static boolean isDelimiter(char delimiter, char decimal) {
    return delimiter != decimal
        && !Character.isLetterOrDigit(delimiter)
        && "\"'+-. \r\n".indexOf(delimiter) < 0;
  }

  private static List<String> charsets() {
    return List.of(StandardCharsets.UTF_8.name(), StandardCharsets.ISO_8859_1.name());
  }

  private static FlowUnit unit(Settings maps) {
    String unit = maps.text("unit");
    return Arrays.stream(FlowUnit.values())
        .filter(known -> known.written().equals(unit))
        .findFirst()
        .orElseThrow(
            () ->
                maps.invalid(
                    "unit",
                    Arrays.stream(FlowUnit.values())
                        .map(FlowUnit::written)
                        .collect(Collectors.joining(" or "))));
  }

  private static String oneOf(Settings block, String key, List<String> allowed, String absent) {
    String text = block.text(key, absent);
    if (!allowed.contains(text)) {
      throw block.invalid(key, "one of " + String.join(" ", allowed));
    }
    return text;
  }

  private Path file(Settings table) {
    String name = table.text("file");
    String expected = "a file inside this folder";
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw table.invalid("file", expected);
    }
    if (path.isAbsolute()
        || name.contains("..")
        || name.chars().anyMatch(Character::isISOControl)
        || !holds(folder.resolve(path))) {
      throw table.invalid("file", expected);
    }
    return folder.resolve(path).normalize();
  }

  /** Whether a file is there and, with every symbolic link followed, still inside the folder. */
  private boolean holds(Path file) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
