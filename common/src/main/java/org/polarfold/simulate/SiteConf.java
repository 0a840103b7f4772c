package org.polarfold.simulate;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polarfold.study.Acquisition;

/** The site.conf of a simulated site, as {@code docs/site-export.md} describes it. */
final class SiteConf {

  private SiteConf() {}

  static String of(SimulatedSite site) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("site", site.id().value());
    root.put("simulated", true);
    root.put("identity", "identifier");
    root.put("format", site.format().layout().format());
    root.put("maps", site.format().layout().conf(site.format().style()));
    root.put("patients", patients(site.format()));
    site.format()
        .segmentMeans()
        .ifPresent(prefix -> root.put("segment-means", means(site.format(), prefix)));
    root.put("acquisition", acquisition(site.acquisition()));
    return ConfigValueFactory.fromMap(root)
        .render(ConfigRenderOptions.defaults().setJson(false).setOriginComments(false));
  }

  private static Map<String, Object> means(ExportFormat format, String prefix) {
    Map<String, Object> means = format.style().table(PartWriter.MEANS);
    means.put("unit", format.style().unit().symbol());
    means.put("stress", prefix);
    return means;
  }

  private static Map<String, Object> patients(ExportFormat format) {
    Map<String, Object> patients = format.style().table(PartWriter.PATIENTS);
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
