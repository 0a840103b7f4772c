package org.polarfold.simulate;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polarfold.study.Acquisition;
import org.polarfold.study.PolarGrid;

/** The site.conf of a simulated site, as {@code docs/site-export.md} describes it. */
final class SiteConf {

  private SiteConf() {}

  static String of(SimulatedSite site) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("site", site.id().value());
    root.put("simulated", true);
    root.put("identity", "identifier");
    boolean polar = site.format().layout() instanceof Layout.PolarTable;
    root.put("format", polar ? "polar-table" : "segment-table");
    root.put("maps", maps(site.format()));
    root.put("patients", patients(site.format()));
    root.put("acquisition", acquisition(site.acquisition()));
    return ConfigValueFactory.fromMap(root)
        .render(ConfigRenderOptions.defaults().setJson(false).setOriginComments(false));
  }

  private static Map<String, Object> maps(ExportFormat format) {
    Map<String, Object> maps = table(format, SiteExportWriter.MAPS);
    maps.put("unit", format.unit().text);
    if (format.layout() instanceof Layout.PolarTable polar) {
      maps.put(
          "state",
          Map.of("column", polar.stateColumn(), "rest", polar.rest(), "stress", polar.stress()));
      maps.put("grid", grid(polar.values(), polar.grid()));
    } else if (format.layout() instanceof Layout.SegmentTable segments) {
      maps.put("segments", Map.of("rest", segments.rest(), "stress", segments.stress()));
    }
    return maps;
  }

  private static Map<String, Object> grid(String values, PolarGrid grid) {
    return Map.of(
        "values",
        values,
        "rings",
        grid.rings(),
        "sectors",
        grid.sectors(),
        "first-ring",
        grid.apexFirst() ? "apex" : "base",
        "first-sector-degrees",
        grid.firstSectorDegrees(),
        "direction",
        grid.counterClockwise() ? "counter-clockwise" : "clockwise");
  }

  private static Map<String, Object> patients(ExportFormat format) {
    Map<String, Object> patients = table(format, SiteExportWriter.PATIENTS);
    patients.put("age-years", format.age());
    Map<String, Object> labels = new LinkedHashMap<>();
    format
        .labels()
        .forEach(
            (target, words) ->
                labels.put(target.name().toLowerCase(Locale.ROOT).replace('_', '-'), words(words)));
    patients.put("labels", labels);
    clinical(patients, format.clinical());
    return patients;
  }

  private static void clinical(Map<String, Object> patients, ClinicalColumns clinical) {
    clinical
        .race()
        .ifPresent(
            race -> {
              Map<String, Object> words = new LinkedHashMap<>();
              race.words().forEach((term, word) -> words.put(term.key(), List.of(word)));
              patients.put("race", Map.of("column", race.column(), "words", words));
            });
    if (!clinical.readers().isEmpty()) {
      Map<String, Object> readers = new LinkedHashMap<>();
      clinical.readers().forEach((reader, words) -> readers.put(reader, words(words)));
      patients.put("readers", readers);
    }
    clinical
        .angiography()
        .ifPresent(
            told ->
                patients.put(
                    "angiography",
                    Map.of("done", words(told.done()), "obstructive", words(told.obstructive()))));
  }

  private static Map<String, Object> words(ExportFormat.Words words) {
    return Map.of(
        "column", words.column(),
        "positive", List.of(words.positive()),
        "negative", List.of(words.negative()));
  }

  private static Map<String, Object> table(ExportFormat format, String file) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("file", file);
    table.put("charset", format.charset().name());
    table.put("delimiter", String.valueOf(format.delimiter()));
    table.put("decimal", String.valueOf(format.decimal()));
    table.put("missing", List.of(format.missing()));
    table.put("patient", format.patient());
    return table;
  }

  private static Map<String, Object> acquisition(Acquisition acquisition) {
    return Map.of(
        "tracer", acquisition.tracer(),
        "scanner", acquisition.scanner(),
        "software", acquisition.software(),
        "kinetic-model", acquisition.kineticModel(),
        "reconstruction", acquisition.reconstruction(),
        "stressor", acquisition.stressor(),
        "attenuation-correction", acquisition.attenuationCorrection());
  }
}
