package org.polarfold.simulate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.experiment.Settings;
import org.polarfold.simulate.ExportFormat.Unit;
import org.polarfold.simulate.ExportFormat.Words;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.Target;

/** Reads the {@code format} block of a simulated site; its keys are those of a site.conf. */
final class FormatSettings {

  private FormatSettings() {}

  private enum Form {
    POLAR_TABLE,
    SEGMENT_TABLE
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
    Layout layout =
        switch (block.choice("form", Form.class)) {
          case POLAR_TABLE -> polarTable(block.block("state"), block.block("grid"));
          case SEGMENT_TABLE -> segmentTable(block.block("segments"));
        };
    return new ExportFormat(
        charset(block),
        delimiter,
        decimal,
        block.text("missing", ""),
        unit(block),
        block.text("patient"),
        block.text("age-years"),
        block.text("identifier"),
        layout,
        labels(block),
        new ClinicalColumns(
            block.optionalBlock("race").map(FormatSettings::race),
            readers(block, readers),
            block.optionalBlock("angiography").map(FormatSettings::angiography)));
  }

  private static Layout polarTable(Settings state, Settings grid) {
    return new Layout.PolarTable(
        state.text("column"),
        state.text("rest"),
        state.text("stress"),
        grid.text("values"),
        new PolarGrid(
            grid.whole("rings", 3, 200),
            grid.whole("sectors", 4, 720),
            grid.choice("first-ring", FirstRing.class) == FirstRing.APEX,
            grid.real("first-sector-degrees", -360, 360),
            grid.choice("direction", Direction.class) == Direction.COUNTER_CLOCKWISE));
  }

  private static Layout segmentTable(Settings segments) {
    return new Layout.SegmentTable(segments.text("rest"), segments.text("stress"));
  }

  private static Map<Target, Words> labels(Settings format) {
    Settings block = format.block("labels");
    Map<Target, Words> labels = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      block
          .optionalBlock(target.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .ifPresent(words -> labels.put(target, words(words)));
    }
    if (labels.isEmpty()) {
      throw format.invalid("labels", "at least one label, as impaired-mfr");
    }
    return labels;
  }

  private static Words words(Settings block) {
    return new Words(block.text("column"), block.text("positive"), block.text("negative"));
  }

  private static ClinicalColumns.RaceWords race(Settings block) {
    Settings told = block.block("words");
    Map<Race, String> words = new EnumMap<>(Race.class);
    for (Race race : Race.values()) {
      words.put(race, told.text(race.key()));
    }
    return new ClinicalColumns.RaceWords(block.text("column"), words);
  }

  /** Readers may be there and yet not be told; whoever is told must be there. */
  private static Map<String, Words> readers(Settings format, List<Reader> readers) {
    Map<String, Words> told = new TreeMap<>();
    format
        .optionalBlock("readers")
        .ifPresent(
            block ->
                readers.forEach(
                    reader ->
                        block
                            .optionalBlock(reader.name())
                            .ifPresent(words -> told.put(reader.name(), words(words)))));
    return told;
  }

  private static ClinicalColumns.AngiographyWords angiography(Settings block) {
    return new ClinicalColumns.AngiographyWords(
        words(block.block("done")), words(block.block("obstructive")));
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
    for (Unit unit : Unit.values()) {
      if (unit.text.equals(text)) {
        return unit;
      }
    }
    throw block.invalid("unit", "mL/min/g or mL/min/100g");
  }
}
