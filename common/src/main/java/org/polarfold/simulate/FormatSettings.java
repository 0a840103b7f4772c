package org.polarfold.simulate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polarfold.experiment.Settings;
import org.polarfold.export.ColourScale;
import org.polarfold.export.DicomFiles;
import org.polarfold.export.ExportStyle;
import org.polarfold.export.GridFiles;
import org.polarfold.export.GridStack;
import org.polarfold.export.Layout;
import org.polarfold.export.Pictures;
import org.polarfold.export.TableLayout;
import org.polarfold.export.Unit;
import org.polarfold.simulate.ExportFormat.Words;
import org.polarfold.simulate.SiteTexts.Place;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.Target;

/** Reads the {@code format} block of a simulated site; its keys are those of a site.conf. */
final class FormatSettings {

  private FormatSettings() {}

  private enum Form {
    POLAR_TABLE,
    SEGMENT_TABLE,
    LONG_TABLE,
    GRID_FILES,
    GRID_STACK,
    PICTURES,
    DICOM
  }

  private enum FirstRing {
    APEX,
    BASE
  }

  private enum Direction {
    CLOCKWISE,
    COUNTER_CLOCKWISE
  }

  static ExportFormat read(Settings block, List<Reader> readers) {
    char delimiter = sign(block, "delimiter", List.of(",", ";", "\t", "|"));
    char decimal = sign(block, "decimal", List.of(".", ","));
    if (delimiter == decimal) {
      throw block.invalid("decimal", "another sign than the delimiter");
    }
    String missing = block.text("missing", "");
    if (missing.matches("[-+]?[0-9.,]*[0-9][0-9.,]*")) {
      throw block.invalid("missing", "no number");
    }
    SiteTexts texts = new SiteTexts(charset(block), missing);
    ExportStyle style =
        new ExportStyle(
            unit(block),
            texts.charset(),
            delimiter,
            decimal,
            missing,
            texts.text(block, "patient"));
    Layout layout = layout(block, texts);
    if (layout.kinds().contains(MapKind.RESERVE) && !style.unit().isFlow()) {
      throw block.invalid("unit", "flow, since the site sends a reserve");
    }
    ExportFormat format =
        new ExportFormat(
            style,
            texts.text(block, "age-years"),
            SiteTexts.identifier(block, "identifier"),
            layout,
            block.optionalBlock("segment-means").map(means -> texts.text(means, "stress")),
            labels(block, texts),
            new ClinicalColumns(
                block.optionalBlock("race").map(race -> race(race, texts)),
                readers(block, readers, texts),
                block.optionalBlock("angiography").map(told -> angiography(told, texts))));
    SiteTexts.requireDistinct(block, "patient", style.patient(), format.patientColumns());
    if (layout instanceof TableLayout table) {
      SiteTexts.requireDistinct(block, "patient", style.patient(), table.columns());
    }
    if (format.segmentMeans().isPresent()
        && (format.ofSegments() || !layout.kinds().contains(MapKind.STRESS))) {
      throw block.invalid("segment-means", "a format of whole maps with stress among them");
    }
    return format;
  }

  private static Layout layout(Settings block, SiteTexts texts) {
    return switch (block.choice("form", Form.class)) {
      case POLAR_TABLE -> {
        Settings state = block.block("state");
        Settings grid = block.block("grid");
        yield new TableLayout.PolarTable(
            texts.text(state, "column"),
            texts.states(state, Place.TABLE, MapKind.values()),
            texts.text(grid, "values"),
            grid(grid));
      }
      case SEGMENT_TABLE ->
          new TableLayout.SegmentTable(
              texts.states(block.block("segments"), Place.TABLE, MapKind.values()));
      case LONG_TABLE -> {
        Settings rows = block.block("long");
        yield new TableLayout.LongTable(
            texts.text(rows, "state"),
            texts.states(rows, Place.TABLE, MapKind.values()),
            texts.text(rows, "segment"),
            texts.text(rows, "value"));
      }
      case GRID_FILES ->
          new GridFiles(
              block.choice("encoding", GridFiles.Encoding.class),
              texts.states(block.block("state"), Place.NAME, MapKind.values()),
              grid(block.block("grid")));
      case GRID_STACK ->
          new GridStack(
              texts.states(block.block("stacks"), Place.FILE, MapKind.values()),
              grid(block.block("grid")));
      case PICTURES -> pictures(block, texts);
      case DICOM -> dicom(block, texts);
    };
  }

  private static Layout pictures(Settings block, SiteTexts texts) {
    Settings colours = block.block("colours");
    return new Pictures(
        block.choice("encoding", Pictures.Encoding.class),
        texts.states(block.block("state"), Place.NAME, MapKind.values()),
        colours.choice("scale", ColourScale.class),
        colours.real("high", 0.5, 10, 5),
        colours.real("high-reserve", 0.5, 10, 5),
        block.whole("radius", 20, 500, 110));
  }

  private static Layout dicom(Settings block, SiteTexts texts) {
    DicomFiles.Kind kind = block.choice("object", DicomFiles.Kind.class);
    boolean runLengths = block.has("rle") && block.truth("rle");
    if (runLengths && kind == DicomFiles.Kind.PARAMETRIC_MAP) {
      throw block.invalid("rle", "false, since floats are not compressed");
    }
    Map<MapKind, String> words =
        kind == DicomFiles.Kind.NUCLEAR_MEDICINE
            ? texts.states(block.block("state"), Place.NAME, MapKind.REST, MapKind.STRESS)
            : texts.states(block.block("state"), Place.NAME, MapKind.values());
    return new DicomFiles(
        kind,
        runLengths,
        words,
        kind == DicomFiles.Kind.SECONDARY_CAPTURE ? PolarGrid.CANONICAL : grid(block.block("grid")),
        kind == DicomFiles.Kind.SECONDARY_CAPTURE ? block.whole("radius", 20, 500, 64) : 1);
  }

  private static PolarGrid grid(Settings grid) {
    // Only tables have columns of values; templates may tell their name all the same.
    grid.has("values");
    return new PolarGrid(
        grid.whole("rings", 3, 200),
        grid.whole("sectors", 4, 720),
        grid.choice("first-ring", FirstRing.class) == FirstRing.APEX,
        grid.real("first-sector-degrees", -360, 360),
        grid.choice("direction", Direction.class) == Direction.COUNTER_CLOCKWISE);
  }

  private static Map<Target, Words> labels(Settings format, SiteTexts texts) {
    Settings block = format.block("labels");
    Map<Target, Words> labels = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      block
          .optionalBlock(target.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .ifPresent(words -> labels.put(target, texts.words(words)));
    }
    if (labels.isEmpty()) {
      throw format.invalid("labels", "at least one label, as impaired-mfr");
    }
    return labels;
  }

  private static ClinicalColumns.RaceWords race(Settings block, SiteTexts texts) {
    Settings told = block.block("words");
    Map<Race, String> words = new EnumMap<>(Race.class);
    for (Race race : Race.values()) {
      String word = texts.text(told, race.key());
      if (words.containsValue(word)) {
        throw told.invalid(race.key(), "another word than that of any other race");
      }
      words.put(race, word);
    }
    return new ClinicalColumns.RaceWords(texts.text(block, "column"), words);
  }

  /** Readers may be there and yet not be told; whoever is told must be there. */
  private static Map<String, Words> readers(
      Settings format, List<Reader> readers, SiteTexts texts) {
    Map<String, Words> told = new TreeMap<>();
    format
        .optionalBlock("readers")
        .ifPresent(
            block ->
                readers.forEach(
                    reader ->
                        block
                            .optionalBlock(reader.name())
                            .ifPresent(words -> told.put(reader.name(), texts.words(words)))));
    return told;
  }

  private static ClinicalColumns.AngiographyWords angiography(Settings block, SiteTexts texts) {
    return new ClinicalColumns.AngiographyWords(
        texts.words(block.block("done")), texts.words(block.block("obstructive")));
  }

  private static char sign(Settings block, String key, List<String> allowed) {
    String text = block.text(key);
    if (!allowed.contains(text)) {
      throw block.invalid(key, "one of " + String.join(" ", allowed).replace("\t", "\\t"));
    }
    return text.charAt(0);
  }

  private static Charset charset(Settings block) {
    return switch (block.text("charset", "UTF-8")) {
      case "UTF-8" -> StandardCharsets.UTF_8;
      case "ISO-8859-1" -> StandardCharsets.ISO_8859_1;
      default -> throw block.invalid("charset", "UTF-8 or ISO-8859-1");
    };
  }

  private static Unit unit(Settings block) {
    String text = block.text("unit");
    return Stream.of(Unit.values())
        .filter(unit -> unit.symbol().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                block.invalid(
                    "unit",
                    Stream.of(Unit.values()).map(Unit::symbol).collect(Collectors.joining(", "))));
  }
}
