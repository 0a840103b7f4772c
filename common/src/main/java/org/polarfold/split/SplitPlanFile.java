package org.polarfold.split;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.polarfold.UserException;
import org.polarfold.study.PatientId;

/** The text of a {@code splits.json}, and a plan from it; the digest inside guards its content. */
public final class SplitPlanFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HELD_OUT = "heldOut";
  private static final String SET_ASIDE = "setAside";

  private SplitPlanFile() {}

  /** The JSON text of a plan. */
  public static String write(SplitPlan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("schema", SplitPlan.SCHEMA);
    root.put("digest", plan.digest());
    root.put("datasetDigest", plan.datasetDigest());
    root.put("seed", plan.seed());
    plan.notHeldOut().forEach(root.putObject("notHeldOut")::put);
    ArrayNode designs = root.putArray("designs");
    for (SplitPlan.PlannedDesign design : plan.designs()) {
      ObjectNode node = designs.addObject().put("arm", design.arm());
      if (design.repeat() > 0) {
        node.put("repeat", design.repeat());
      }
      ArrayNode folds = node.putArray("folds");
      for (Fold fold : design.folds()) {
        ObjectNode one = folds.addObject().put("name", fold.name());
        fold.heldOut().stream().map(PatientId::value).forEach(one.putArray(HELD_OUT)::add);
        if (!fold.setAside().isEmpty()) {
          fold.setAside().stream().map(PatientId::value).forEach(one.putArray(SET_ASIDE)::add);
        }
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The plan of a JSON text.
   *
   * @param text a {@code splits.json}
   * @param name the file's name, for messages
   * @throws UserException where it is not such a file or was changed after it was drawn
   */
  public static SplitPlan read(String text, String name) {
    SplitPlan plan;
    JsonNode root;
    try {
      root = JSON.readTree(text);
      if (!SplitPlan.SCHEMA.equals(root.path("schema").asText())) {
        throw new UserException(
            "Invalid plan: " + name + " (expected schema " + SplitPlan.SCHEMA + ")");
      }
      plan = plan(root, name);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UserException("Invalid plan: " + name + " (expected the JSON of splits.json)", e);
    }
    if (!plan.digest().equals(root.path("digest").asText())) {
      throw new UserException(
          "Invalid plan: "
              + name
              + " (expected content of its digest; draw it again with ./run split)");
    }
    return plan;
  }

  private static SplitPlan plan(JsonNode root, String name) {
    List<SplitPlan.PlannedDesign> designs = new ArrayList<>();
    for (JsonNode design : root.path("designs")) {
      List<Fold> folds = new ArrayList<>();
      for (JsonNode fold : design.path("folds")) {
        folds.add(
            new Fold(
                fold.path("name").asText(),
                patients(fold.path(HELD_OUT)),
                patients(fold.path(SET_ASIDE))));
      }
      try {
        designs.add(
            new SplitPlan.PlannedDesign(
                design.path("arm").asText(), design.path("repeat").asInt(), folds));
      } catch (UserException e) {
        throw new UserException(
            String.valueOf(e.getMessage())
                .replaceFirst("plan:", Matcher.quoteReplacement("plan: " + name + ":")),
            e);
      }
    }
    Map<String, String> notHeldOut = new TreeMap<>();
    root.path("notHeldOut")
        .fields()
        .forEachRemaining(e -> notHeldOut.put(e.getKey(), e.getValue().asText()));
    return new SplitPlan(
        root.path("datasetDigest").asText(), root.path("seed").asLong(), designs, notHeldOut);
  }

  private static List<PatientId> patients(JsonNode array) {
    List<PatientId> patients = new ArrayList<>();
    array.forEach(patient -> patients.add(new PatientId(patient.asText())));
    return patients;
  }
}
