package org.polarfold.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * The HTML of a page. The template gets plain maps, lists, words and numbers: no Java object whose
 * methods it could call, and everything it prints is escaped by FreeMarker.
 */
public final class PageTemplate {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PageTemplate() {}

  static String render(Page page) {
    Map<String, Object> model =
        JSON.convertValue(page, new TypeReference<Map<String, Object>>() {});
    return render(PageTemplate.class, "report.ftlh", Map.of("page", model));
  }

  /**
   * The HTML of another template.
   *
   * @param beside a class in whose package the template lies
   * @param name its name, which ends in {@code .ftlh}
   * @param model maps, lists, words and numbers
   */
  public static String render(Class<?> beside, String name, Map<String, Object> model) {
    StringWriter html = new StringWriter();
    try {
      configuration(beside).getTemplate(name).process(model, html);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      throw new IllegalStateException("The template does not fit the page", e);
    }
    return html.toString();
  }

  private static Configuration configuration(Class<?> beside) {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(beside, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
    configuration.setAPIBuiltinEnabled(false);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    return configuration;
  }
}
