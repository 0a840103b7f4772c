package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.internal.config.package$;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.junit.jupiter.api.Test;
import scala.Option;

/**
 * No Kubernetes is asked: the submission is rendered as {@code --dry-run} prints it, its pod is
 * held against the fields that Kubernetes knows, and Spark itself makes an executor's pod of both.
 */
final class KubernetesSubmissionTest {

  /** Fields that the model does not know are refused, where it would else keep them aside. */
  private static final YAMLMapper STRICT =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated a) {
                  return false;
                }
              })
          .build();

  private static String dryRun() {
    Told told = Told.by("study", "x.conf", "--on", "k8s", "--executors", "4", "--dry-run");
    assertThat(told.status()).as(told.err()).isZero();
    return told.out();
  }

  private static String template() {
    String told = dryRun();
    return told.substring(told.indexOf("\n# "));
  }

  @Test
  void theSubmissionIsTheUsersSparkSubmit() {
    assertThat(dryRun())
        .startsWith("spark-submit \\\n  --master k8s://https://localhost:6443 \\\n")
        .contains("--deploy-mode client", "--class org.polarfold.job.Polarfold")
        .contains("--conf spark.kubernetes.container.image=apache/spark:3.5.5-java17")
        .contains("--conf spark.executor.instances=4", "--conf spark.authenticate=true")
        .contains(" study x.conf --on k8s --executors 4\n")
        .doesNotContain("spark.authenticate.secret");
  }

  @Test
  void thePodTemplateHasOnlyFieldsThatKubernetesKnows() throws JsonProcessingException {
    Pod pod = STRICT.readValue(template(), Pod.class);
    assertThat(pod.getKind()).isEqualTo("Pod");
    assertThat(pod.getApiVersion()).isEqualTo("v1");
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSpec().getContainers()).hasSize(1);
    for (String known : List.of("runAsNonRoot", "volumeMounts", "emptyDir", "drop", "labels")) {
      String mistaken = template().replace(known + ":", known + "s:");
      assertThatThrownBy(() -> STRICT.readValue(mistaken, Pod.class))
          .as(known)
          .isInstanceOf(UnrecognizedPropertyException.class);
    }
  }

  @Test
  void sparkMakesOfItWhatAnExecutorNeeds() throws JsonProcessingException {
    SparkConf conf = new SparkConf(false);
    Cluster cluster = Cluster.named(List.of("k8s"), 4);
    cluster.properties().forEach(conf::set);
    conf.set("spark.driver.host", "driver.polarfold.svc").set("spark.driver.port", "7078");
    conf.set("spark.app.name", "polarfold study");
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
    security.initializeAuth();
    KubernetesExecutorConf executor =
        KubernetesConf.createExecutorConf(
            conf,
            "1",
            "polarfold-app",
            Option.<Pod>empty(),
            ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID());
    SparkPod made;
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withMasterUrl("https://localhost:6443").build())
            .build()) {
      made =
          new KubernetesExecutorBuilder()
              .buildFromFeatures(
                  executor,
                  security,
                  client,
                  ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf))
              .pod();
    }
    Pod whole =
        new PodBuilder(made.pod()).editSpec().addToContainers(made.container()).endSpec().build();
    Pod pod = STRICT.readValue(STRICT.writeValueAsString(whole), Pod.class);

    Container container = pod.getSpec().getContainers().get(0);
    assertThat(container.getImage()).isEqualTo("apache/spark:3.5.5-java17");
    assertThat(container.getResources().getLimits().get("memory"))
        .isEqualTo(new Quantity((2048 + 2432) + "Mi"));
    assertThat(container.getResources().getRequests().get("cpu")).isEqualTo(new Quantity("1"));
    assertThat(container.getVolumeMounts())
        .anyMatch(mount -> mount.getMountPath().equals("/opt/spark/work-dir"));
    assertThat(container.getEnv())
        .contains(new EnvVar("OMP_NUM_THREADS", "1", null))
        .anyMatch(env -> ("" + env.getValue()).contains("-Dorg.bytedeco.javacpp.cachedir=javacpp"));
    assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(185);
    assertThat(pod.getMetadata().getLabels()).containsEntry("app.kubernetes.io/name", "polarfold");
    assertThat(executor.namespace()).isEqualTo("polarfold");
  }
}
